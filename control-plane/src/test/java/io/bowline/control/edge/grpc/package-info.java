/// Proves the link with real TLS on loopback and a real database.
@NullMarked
package io.bowline.control.edge.grpc;

import org.jspecify.annotations.NullMarked;
