package io.bowline.runner.step.image.login;

import io.bowline.runner.step.image.flow.RegistryException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/// A key under the name by which Oracle knows it, and the form of Oracle's request signatures;
/// prints nothing.
///
/// @param id what the service finds the public key by; may be a secret itself
record OracleKey(String id, PrivateKey key) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  /// A signed request for what lies at an address.
  HttpRequest.Builder get(URI address, Instant now) throws RegistryException {
    String date = DATE.format(now);
    String text =
        "date: %s\n(request-target): get %s\nhost: %s"
            .formatted(date, address.getRawPath(), address.getAuthority());
    return HttpRequest.newBuilder(address)
        .header("Date", date)
        .header("Authorization", authorization("date (request-target) host", text));
  }

  /// A signed request that brings JSON to the service of identities, which leaves out the host.
  HttpRequest.Builder post(URI address, String json, Instant now) throws RegistryException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String date = DATE.format(now);
    String type = "application/json";
    String hash = Base64.getEncoder().encodeToString(hash(body));
    String text =
        "date: %s\n(request-target): post %s\ncontent-length: %d\ncontent-type: %s\nx-content-sha256: %s"
            .formatted(date, address.getRawPath(), body.length, type, hash);
    String names = "date (request-target) content-length content-type x-content-sha256";
    return HttpRequest.newBuilder(address)
        .header("Date", date)
        .header("Content-Type", type)
        .header("X-Content-SHA256", hash)
        .header("Authorization", authorization(names, text))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private String authorization(String names, String text) throws RegistryException {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return "Signature version=\"1\",keyId=\"%s\",algorithm=\"rsa-sha256\",headers=\"%s\",signature=\"%s\""
          .formatted(id, names, Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw RegistryException.lasting("a key of Oracle's cannot sign: " + e.getMessage());
    }
  }

  static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "OracleKey[secret]";
  }
}
