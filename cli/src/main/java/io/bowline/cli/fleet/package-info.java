/// The verbs of fleets, their regions and their Kafka clusters.
@NullMarked
package io.bowline.cli.fleet;

import org.jspecify.annotations.NullMarked;
