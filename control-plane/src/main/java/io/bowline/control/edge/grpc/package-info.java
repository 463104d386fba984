/// The control plane's end of the link on port 9701: plain gRPC over Netty with BoringSSL.
@NullMarked
package io.bowline.control.edge.grpc;

import org.jspecify.annotations.NullMarked;
