package io.bowline.registry.http;

import io.bowline.registry.Admission;
import io.bowline.registry.Caller;
import io.bowline.registry.OciRequest;
import io.bowline.registry.Right;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/// Makes out who sent a request.
@FunctionalInterface
public interface Callers {
  /// Who sent this request.
  Caller of(OciRequest request);

  /// Everyone may do everything.
  static Callers open() {
    return request -> new Everything(new Admission.Granted());
  }

  /// One user with a password may do everything, others nothing.
  static Callers basic(String user, String password) {
    byte[] expected =
        ("Basic "
                + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)))
            .getBytes(StandardCharsets.UTF_8);
    return request -> {
      byte[] given = request.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
      return new Everything(
          MessageDigest.isEqual(expected, given)
              ? new Admission.Granted()
              : new Admission.Challenged("Basic realm=\"registry\""));
    };
  }

  /// A caller with one answer to all.
  record Everything(Admission admission) implements Caller {
    @Override
    public Admission enter() {
      return admission;
    }

    @Override
    public Admission may(Right right, String repository) {
      return admission;
    }
  }
}
