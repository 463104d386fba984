/// How large a Kafka cluster and the nodes under it must be; pure arithmetic, no defaults hidden.
@NullMarked
package io.bowline.model.sizing;

import org.jspecify.annotations.NullMarked;
