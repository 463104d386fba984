package io.bowline.sso;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// The address by which an identity provider names itself, letter by letter as it does.
public record IssuerAddress(URI address) {
  private static final int LONGEST = 500;

  public IssuerAddress {
    complaint(address.toString())
        .ifPresent(wrong -> {
          throw new IllegalArgumentException(wrong);
        });
  }

  /// Reads one.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  public static IssuerAddress parse(String text) {
    complaint(text)
        .ifPresent(wrong -> {
          throw new IllegalArgumentException(wrong);
        });
    return new IssuerAddress(URI.create(text));
  }

  /// What is wrong with a text as an issuer; empty when nothing is. Goes on after the field's name.
  public static Optional<String> complaint(String text) {
    if (text.length() > LONGEST) {
      return Optional.of("has more than 500 characters");
    }
    try {
      return complaint(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.of("is no address such as https://login.example.com");
    }
  }

  private static Optional<String> complaint(URI address) {
    if (!isHttps(address)) {
      return Optional.of("must be an https address such as https://login.example.com");
    }
    return address.getRawQuery() == null && address.getRawFragment() == null
        ? Optional.empty()
        : Optional.of("must have neither a query nor a fragment");
  }

  /// An address that may be asked: over TLS, with a host, and without anybody's name in it.
  static boolean isHttps(URI address) {
    return "https".equalsIgnoreCase(address.getScheme())
        && address.getHost() != null
        && address.getRawUserInfo() == null;
  }

  /// Where the provider describes itself.
  URI discovery() {
    String text = address.toString();
    String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return URI.create(base + "/.well-known/openid-configuration");
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
