package io.bowline.runner.step.image.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks signatures of requests as Oracle's services do: by the headers that the signature names.
final class OracleCheck {
  private static final Pattern HEADER =
      Pattern.compile(
          "Signature version=\"1\",keyId=\"([^\"]+)\",algorithm=\"rsa-sha256\","
              + "headers=\"([^\"]+)\",signature=\"([^\"]+)\"");
  private static final List<String> ALWAYS = List.of("date", "(request-target)");
  private static final List<String> OF_BODIES =
      List.of("content-length", "content-type", "x-content-sha256");

  private OracleCheck() {}

  /// A request that needs the host in its signature.
  static boolean isSigned(FakeService.Asked asked, String keyId, PublicKey key) {
    return names(asked).contains("host") && isSignedAnywhere(asked, keyId, key);
  }

  /// A request to the service of identities, which does without the host.
  static boolean isSignedAnywhere(FakeService.Asked asked, String keyId, PublicKey key) {
    Matcher header = HEADER.matcher(asked.header("Authorization"));
    List<String> names = names(asked);
    boolean body = !asked.body().isEmpty();
    if (!header.matches()
        || !header.group(1).equals(keyId)
        || !names.containsAll(ALWAYS)
        || (body && (!names.containsAll(OF_BODIES) || !isWhole(asked)))) {
      return false;
    }
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      String value =
          name.equals("(request-target)")
              ? asked.method().toLowerCase(Locale.ROOT) + " " + asked.uri().getRawPath()
              : asked.header(name);
      text.append(text.isEmpty() ? "" : "\n").append(name).append(": ").append(value);
    }
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key);
      check.update(text.toString().getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getDecoder().decode(header.group(3)));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static List<String> names(FakeService.Asked asked) {
    Matcher header = HEADER.matcher(asked.header("Authorization"));
    return header.matches() ? List.of(header.group(2).split(" ", -1)) : List.of();
  }

  private static boolean isWhole(FakeService.Asked asked) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(asked.body().getBytes(StandardCharsets.UTF_8));
      return asked.header("x-content-sha256").equals(Base64.getEncoder().encodeToString(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
