package io.bowline.model.probe;

import java.util.List;

/// What was found of credentials: whether they are good at all, and what they may do.
public record Findings(List<Check> credentials, List<Check> permissions) {
  public Findings {
    credentials = List.copyOf(credentials);
    permissions = List.copyOf(permissions);
  }

  /// Nothing could be found out.
  public static Findings inconclusive(String reason) {
    return new Findings(
        List.of(Check.inconclusive("sign-in", reason)),
        List.of(Check.inconclusive("permissions", reason)));
  }

  /// Signing in did not succeed, so nothing more was asked.
  public static Findings notSignedIn(List<Check> credentials) {
    return new Findings(
        credentials,
        List.of(Check.skipped("permissions", "Signing in comes first, and did not succeed.")));
  }

  /// The worst of all.
  public Result result() {
    Result credential = Result.worst(credentials);
    Result permission = Result.worst(permissions);
    return credential.compareTo(permission) > 0 ? credential : permission;
  }
}
