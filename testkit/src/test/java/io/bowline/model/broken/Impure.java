package io.bowline.model.broken;

import io.grpc.Status;

interface Impure {
  Status status();
}
