package io.bowline.testkit.broken.grpc;

import io.grpc.Status;
import io.smallrye.mutiny.Uni;

interface Caller {
  Status status();

  Uni<String> later();
}
