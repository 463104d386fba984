/// The machine's clock.
@NullMarked
package io.bowline.bench.platform;

import org.jspecify.annotations.NullMarked;
