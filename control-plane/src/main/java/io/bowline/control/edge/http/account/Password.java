package io.bowline.control.edge.http.account;

import io.bowline.control.edge.http.Given;
import io.bowline.control.secret.Secret;
import org.jspecify.annotations.Nullable;

/// A password of a request.
public final class Password {
  /// No password that is kept is longer; what is longer is not hashed.
  private static final int LONGEST = 1024;

  private Password() {}

  /// Reads one, whether it will do or not.
  public static Secret read(String field, @Nullable String text) {
    return Secret.of(Given.bounded(field, text, LONGEST));
  }
}
