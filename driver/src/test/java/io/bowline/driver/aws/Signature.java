package io.bowline.driver.aws;

import io.bowline.driver.FakeServer.Heard;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS's signature of version 4, checked as AWS does it.
record Signature(String key, String scope, List<String> headers, String hex) {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/([^,]+), SignedHeaders=([^,]+), Signature=(\\w+)");

  static Signature of(Heard heard) {
    String header = heard.header("Authorization");
    Matcher parts = AUTHORIZATION.matcher(header);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no signature: " + header);
    }
    return new Signature(
        parts.group(1), parts.group(2), List.of(parts.group(3).split(";", -1)), parts.group(4));
  }

  boolean holds(Heard heard, String secret) {
    try {
      var canonical = new StringBuilder();
      canonical.append(heard.method()).append('\n');
      canonical.append(heard.path()).append("\n\n");
      for (String name : headers) {
        String value = String.join(",", heard.headers().get(name));
        canonical.append(name).append(':').append(value.strip()).append('\n');
      }
      canonical
          .append('\n')
          .append(String.join(";", headers))
          .append('\n')
          .append(hash(heard.text().getBytes(StandardCharsets.UTF_8)));
      String date = heard.header("X-Amz-Date");
      String toSign =
          "AWS4-HMAC-SHA256\n%s\n%s\n%s"
              .formatted(date, scope, hash(canonical.toString().getBytes(StandardCharsets.UTF_8)));
      byte[] signing = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
      for (String part : scope.split("/", -1)) {
        signing = mac(signing, part);
      }
      return HexFormat.of().formatHex(mac(signing, toSign)).equals(hex);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
