package io.bowline.control.org;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a member may do in the organization; each role may all that the ones before it may.
public enum Role {
  /// Sees everything but secrets, the audit and the tokens.
  VIEWER,
  /// Asks for plans, creates installs, approves.
  OPERATOR,
  /// Also members, tokens, credentials and the audit.
  ADMIN,
  /// Also makes and unmakes owners; every organization that has had one keeps one.
  OWNER;

  /// What the role allows.
  public Set<Scope> scopes() {
    return switch (this) {
      case VIEWER -> EnumSet.of(Scope.READ);
      case OPERATOR -> EnumSet.of(Scope.READ, Scope.WRITE, Scope.APPROVE);
      case ADMIN, OWNER -> EnumSet.of(Scope.READ, Scope.WRITE, Scope.APPROVE, Scope.ADMIN);
    };
  }

  /// Whether it is the other one or above it.
  public boolean covers(Role other) {
    return compareTo(other) >= 0;
  }

  /// The least role that allows it; empty for what no member does.
  public static Optional<Role> leastWith(Scope scope) {
    return Stream.of(values()).filter(role -> role.scopes().contains(scope)).findFirst();
  }

  /// As it stands in the API.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the API's form.
  public static Optional<Role> parse(String text) {
    return Stream.of(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
