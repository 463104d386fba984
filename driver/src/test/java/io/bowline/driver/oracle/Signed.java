package io.bowline.driver.oracle;

import io.bowline.driver.FakeServer.Heard;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The signature of a request, checked as Oracle's cloud does it.
record Signed(Map<String, String> parts, Heard heard) {
  private static final Pattern PART = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  static Signed of(Heard heard) {
    String header = heard.header("Authorization");
    var parts = new HashMap<String, String>();
    if (header.startsWith("Signature ")) {
      for (MatchResult part : PART.matcher(header).results().toList()) {
        parts.put(part.group(1), part.group(2));
      }
    }
    return new Signed(parts, heard);
  }

  /// Whether a key signed this request, to this host.
  boolean holds(String keyId, PublicKey key, String host) {
    if (!keyId.equals(parts.get("keyId"))
        || !"rsa-sha256".equals(parts.get("algorithm"))
        || !"1".equals(parts.get("version"))) {
      return false;
    }
    List<String> names = List.of(parts.getOrDefault("headers", "").split(" ", -1));
    if (!names.containsAll(List.of("date", "(request-target)", "host"))) {
      return false;
    }
    var text = new StringBuilder();
    for (String name : names) {
      text.append(text.isEmpty() ? "" : "\n").append(name).append(": ").append(value(name, host));
    }
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key);
      check.update(text.toString().getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getDecoder().decode(parts.getOrDefault("signature", "")));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private String value(String name, String host) {
    return switch (name) {
      case "(request-target)" -> heard.method().toLowerCase(Locale.ROOT) + " " + heard.address();
      case "host" -> host;
      default -> heard.header(name);
    };
  }
}
