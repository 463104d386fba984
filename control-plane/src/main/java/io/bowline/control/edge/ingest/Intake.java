package io.bowline.control.edge.ingest;

import io.bowline.model.identity.Identity;
import java.io.IOException;

/// What one path of a port does with a body, on a thread that may block.
@FunctionalInterface
interface Intake {
  Reply take(Identity caller, Headers headers, byte[] body) throws BadPush, IOException;
}
