/// Whether a Kafka cluster could be created on a fleet now, as its runner tells again and again.
@NullMarked
package io.bowline.control.readiness;

import org.jspecify.annotations.NullMarked;
