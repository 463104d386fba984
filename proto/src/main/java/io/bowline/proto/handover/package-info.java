/// How a secret reaches the one job that needs it: sealed to a key that was made for that.
@NullMarked
package io.bowline.proto.handover;

import org.jspecify.annotations.NullMarked;
