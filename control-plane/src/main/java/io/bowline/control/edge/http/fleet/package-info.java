/// Fleets and their Kafka clusters over HTTP, with the field names of their documentation.
@NullMarked
package io.bowline.control.edge.http.fleet;

import org.jspecify.annotations.NullMarked;
