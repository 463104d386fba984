/// Logs on 8433 and metrics on 9090: who sends is read from the certificate, what is sent is
/// bounded, and the answer comes after the durable write.
@NullMarked
package io.bowline.control.edge.ingest;

import org.jspecify.annotations.NullMarked;
