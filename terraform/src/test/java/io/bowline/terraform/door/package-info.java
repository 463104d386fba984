/// Compares what a customer gets through one door with what they get through another.
@NullMarked
package io.bowline.terraform.door;

import org.jspecify.annotations.NullMarked;
