/// Starts the product's processes as a person would, and leaves none behind.
@NullMarked
package io.bowline.demo.process;

import org.jspecify.annotations.NullMarked;
