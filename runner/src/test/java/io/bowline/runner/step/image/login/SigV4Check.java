package io.bowline.runner.step.image.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks a signature of AWS's version 4 as its description has it, by nothing of the signer's.
final class SigV4Check {
  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?"
              + "SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private SigV4Check() {}

  /// A secret key, and the session it belongs to, if any.
  record Key(String secret, String session) {}

  static boolean isSigned(
      FakeService.Asked asked, String service, String region, Map<String, Key> keys, Instant now) {
    Matcher header = HEADER.matcher(asked.header("Authorization"));
    Optional<Key> key =
        header.matches() ? Optional.ofNullable(keys.get(header.group(1))) : Optional.empty();
    if (key.isEmpty()
        || !header.group(3).equals(region)
        || !header.group(4).equals(service)
        || !asked.header("X-Amz-Security-Token").equals(key.get().session())) {
      return false;
    }
    String date = asked.header("X-Amz-Date");
    List<String> names = List.of(header.group(5).split(";", -1));
    boolean recent = Duration.between(Instant.from(STAMP.parse(date)), now).abs().toMinutes() < 15;
    boolean whole =
        names.contains("host") && names.contains("x-amz-date") && names.contains("x-amz-target");
    StringBuilder canonical = new StringBuilder(asked.method() + "\n/\n\n");
    for (String name : names) {
      canonical.append(name).append(':').append(asked.header(name).strip()).append('\n');
    }
    canonical.append('\n').append(header.group(5)).append('\n').append(hash(asked.body()));
    String scope = header.group(2) + "/" + region + "/" + service + "/aws4_request";
    String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hash(canonical.toString());
    byte[] signing = ("AWS4" + key.get().secret()).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      signing = mac(signing, part);
    }
    return recent && whole && HexFormat.of().formatHex(mac(signing, text)).equals(header.group(6));
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
