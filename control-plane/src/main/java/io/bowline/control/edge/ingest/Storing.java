package io.bowline.control.edge.ingest;

import io.bowline.control.telemetry.Source;
import io.bowline.model.identity.Identity;
import java.io.IOException;

/// Stores what is pushed, within what one install may send.
record Storing(Push push, Allowances allowances, Tally tally) implements Intake {
  @Override
  public Reply take(Identity caller, Headers headers, byte[] body) throws BadPush, IOException {
    var source = new Source(caller.org(), caller.install());
    Allowances.Place place = allowances.enter(source, body.length);
    try (place) {
      int count = push.take(source, headers, body);
      tally.took(body.length, count);
      return Reply.stored(count);
    }
  }
}
