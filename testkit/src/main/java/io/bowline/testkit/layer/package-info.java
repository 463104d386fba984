/// What a base layer is, whatever made it: one form for every cloud and every door into it.
@NullMarked
package io.bowline.testkit.layer;

import org.jspecify.annotations.NullMarked;
