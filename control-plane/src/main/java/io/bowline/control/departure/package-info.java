/// Organizations that go: asked for, taken back, and in the end forgotten, their secrets first.
@NullMarked
package io.bowline.control.departure;

import org.jspecify.annotations.NullMarked;
