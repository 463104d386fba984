package io.bowline.control.edge.http;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.time.Duration;
import java.util.Optional;

/// Remembers answers to creates that carried an `Idempotency-Key`.
public interface RepeatStore {
  /// Which request: the same key of another caller is another one.
  record Key(OrgId org, TokenId caller, String key) {}

  /// What was answered.
  record Answer(int status, String location, String body) {}

  /// What is known of a key.
  ///
  /// @param request digest of the request that it came with first
  record Known(String request, Optional<Answer> answer) {}

  /// Takes the key for a request that is about to run.
  ///
  /// @param abandonedAfter a request without an answer for this long is taken for dead
  /// @return what is known of it, when somebody else has it
  Optional<Known> take(Tx tx, Key key, String request, Duration abandonedAfter);

  void answered(Tx tx, Key key, Answer answer);

  /// Forgets answers older than this.
  int trim(Tx tx, Duration age);
}
