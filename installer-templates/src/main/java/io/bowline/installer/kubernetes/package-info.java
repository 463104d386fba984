/// All that is put into a cluster to have a runner there.
@NullMarked
package io.bowline.installer.kubernetes;

import org.jspecify.annotations.NullMarked;
