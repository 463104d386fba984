/// Whether a Kafka cluster could be created now where a fleet's runner is, looked at again and
/// again.
@NullMarked
package io.bowline.runner.readiness;

import org.jspecify.annotations.NullMarked;
