/// Jobs: asking for work, leasing it to a runner under an epoch, and recording what became of it.
@NullMarked
package io.bowline.control.job;

import org.jspecify.annotations.NullMarked;
