/// Which signatures the customer wants to see on mirrored images, and whether they are there.
@NullMarked
package io.bowline.runner.trust;

import org.jspecify.annotations.NullMarked;
