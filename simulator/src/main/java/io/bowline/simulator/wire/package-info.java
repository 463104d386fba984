/// Kubernetes' protobuf encoding of the few kinds that Go clients send by type.
@NullMarked
package io.bowline.simulator.wire;

import org.jspecify.annotations.NullMarked;
