/// What the runner has to say to the control plane, in order, until it was heard.
@NullMarked
package io.bowline.runner.outbox;

import org.jspecify.annotations.NullMarked;
