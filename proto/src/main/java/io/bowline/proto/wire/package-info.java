/// Generated messages of job payloads and of the telemetry protocols.
@NullMarked
package io.bowline.proto.wire;

import org.jspecify.annotations.NullMarked;
