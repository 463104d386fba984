/// Tests of handovers.
@NullMarked
package io.bowline.proto.handover;

import org.jspecify.annotations.NullMarked;
