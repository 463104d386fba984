/// Kafka clusters: which there are, on which fleets, and what they take of them.
@NullMarked
package io.bowline.control.kafka;

import org.jspecify.annotations.NullMarked;
