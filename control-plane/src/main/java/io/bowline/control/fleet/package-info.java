/// Fleets: places for Kafka clusters, what room they have, and how they are.
@NullMarked
package io.bowline.control.fleet;

import org.jspecify.annotations.NullMarked;
