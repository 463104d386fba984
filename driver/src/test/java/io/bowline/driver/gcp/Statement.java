package io.bowline.driver.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/// A signed statement of a service account (a JWT), checked as Google does it.
record Statement(JsonNode header, JsonNode claims, String signed, String signature) {
  private static final long LONGEST_SECONDS = 3600;
  private static final long LEEWAY_SECONDS = 300;

  static Statement of(String text) {
    String[] parts = text.split("\\.", -1);
    Base64.Decoder decoder = Base64.getUrlDecoder();
    return new Statement(
        FakeGcp.json(new String(decoder.decode(parts[0]), StandardCharsets.UTF_8)),
        FakeGcp.json(new String(decoder.decode(parts[1]), StandardCharsets.UTF_8)),
        parts[0] + "." + parts[1],
        parts[2]);
  }

  /// Why Google would not take it, in Google's words; empty when it would.
  String refusal(String account, PublicKey key) {
    long now = Instant.now().getEpochSecond();
    long issued = claims.path("iat").asLong();
    long expires = claims.path("exp").asLong();
    if (!claims.path("iss").asText().equals(account)) {
      return "Invalid grant: account not found";
    }
    if (!claims.path("aud").asText().equals("https://oauth2.googleapis.com/token")
        || !claims.path("scope").asText().equals("https://www.googleapis.com/auth/cloud-platform")
        || !header.path("alg").asText().equals("RS256")) {
      return "Invalid JWT";
    }
    if (expires - issued > LONGEST_SECONDS
        || Math.abs(now - issued) > LEEWAY_SECONDS
        || expires < now) {
      return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
          + " timeframe. Check your iat and exp values in the JWT claim.";
    }
    return holds(key) ? "" : "Invalid JWT Signature.";
  }

  private boolean holds(PublicKey key) {
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key);
      check.update(signed.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
