package io.bowline.control.edge.http.account;

import io.bowline.control.audit.Whence;
import io.bowline.control.edge.http.Caller;
import io.quarkus.arc.Arc;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Tells the audit where the API's request comes from that it is written for.
@Singleton
final class RequestWhence implements Whence.Source {
  private final Caller caller;

  RequestWhence(Caller caller) {
    this.caller = caller;
  }

  @Override
  public Optional<Whence> now() {
    return Arc.container().requestContext().isActive()
        ? Optional.of(caller.whence())
        : Optional.empty();
  }
}
