/// The rows of Kafka clusters.
@NullMarked
package io.bowline.control.kafka.store;

import org.jspecify.annotations.NullMarked;
