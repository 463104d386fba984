package io.bowline.cloud.kubeconfig;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the user of a kubeconfig: a token or a certificate that stands in the file, nothing else.
final class Credentials {
  private static final int LONGEST_TOKEN = 16 * 1024;
  private static final int LONGEST_PEM = 64 * 1024;
  private static final Set<String> KEYS =
      Set.of("token", "client-certificate-data", "client-key-data", "extensions");
  private static final String TOKEN_OF_ITS_OWN =
      "Make a service account for this and put its token here: kubectl create token NAME"
          + " --duration 24h";

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("exec", "names a program to run, and none is run. " + TOKEN_OF_ITS_OWN),
          Map.entry(
              "auth-provider",
              "asks somebody else for a token, which is not done. " + TOKEN_OF_ITS_OWN),
          Map.entry("tokenFile", "names a file, which is not here. Put its content into token"),
          Map.entry(
              "client-certificate",
              "names a file, which is not here. Put its content into client-certificate-data"),
          Map.entry(
              "client-key",
              "names a file, which is not here. Put its content into client-key-data"),
          Map.entry(
              "username",
              "is not taken: clusters take no passwords since 1.19. " + TOKEN_OF_ITS_OWN),
          Map.entry(
              "password",
              "is not taken: clusters take no passwords since 1.19. " + TOKEN_OF_ITS_OWN),
          Map.entry("as", "asks in another's name, which is not done"),
          Map.entry("as-uid", "asks in another's name, which is not done"),
          Map.entry("as-groups", "asks in another's name, which is not done"),
          Map.entry("as-user-extra", "asks in another's name, which is not done"));

  private Credentials() {}

  /// The one credential that a user has; empty when something was complained of.
  static Optional<ClusterCredential> read(Section user, Instant now) {
    new TreeMap<>(REFUSED)
        .forEach((key, why) -> user.at(key).ifPresent(found -> found.complain(why)));
    user.allowOnly(allowed());
    boolean token = user.at("token").isPresent();
    boolean certificate =
        user.at("client-certificate-data").isPresent() || user.at("client-key-data").isPresent();
    if (token && certificate) {
      user.complain("has a token and a certificate; leave the one that is meant");
      return Optional.empty();
    }
    if (certificate) {
      return certificate(user, now);
    }
    if (!token && REFUSED.keySet().stream().anyMatch(key -> user.at(key).isPresent())) {
      return Optional.empty();
    }
    if (!token) {
      user.complain(
          "has neither token nor client-certificate-data with client-key-data. "
              + TOKEN_OF_ITS_OWN);
      return Optional.empty();
    }
    return user.requiredText("token", LONGEST_TOKEN, TOKEN_OF_ITS_OWN)
        .flatMap(text -> token(user, text, now));
  }

  private static Set<String> allowed() {
    return Stream.concat(KEYS.stream(), REFUSED.keySet().stream()).collect(Collectors.toSet());
  }

  private static Optional<ClusterCredential> token(Section user, String text, Instant now) {
    if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
      user.complain("token", "has blanks or characters that no token has");
      return Optional.empty();
    }
    Optional<Instant> expires = Lifetimes.ofToken(text);
    if (expires.filter(end -> !end.isAfter(now)).isPresent()) {
      user.complain("token", "expired at %s. %s".formatted(expires.get(), TOKEN_OF_ITS_OWN));
      return Optional.empty();
    }
    return Optional.of(new ClusterCredential.Token(text, expires));
  }

  private static Optional<ClusterCredential> certificate(Section user, Instant now) {
    Optional<String> chain = user.pem("client-certificate-data", LONGEST_PEM);
    Optional<String> key = user.pem("client-key-data", LONGEST_PEM);
    if (chain.isEmpty() || key.isEmpty()) {
      user.complain("needs both client-certificate-data and client-key-data, each base64 of PEM");
      return Optional.empty();
    }
    return switch (ClientPair.read(chain.get(), key.get(), now)) {
      case ClientPair.Fits fits ->
          Optional.of(
              new ClusterCredential.Certificate(
                  chain.get(), key.get(), Optional.of(fits.expires())));
      case ClientPair.Unfit unfit -> {
        user.complain(unfit.key(), unfit.why());
        yield Optional.empty();
      }
    };
  }
}
