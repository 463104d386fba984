package io.bowline.cli.leaving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cloud.pem.PemCertificates;
import io.bowline.release.trust.Dsse;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Holds a certificate of leaving to the authorities that somebody trusts, with nothing but the
/// file: no server is asked, and none has to be there any more.
final class SignedCertificate {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "application/vnd.bowline.leaving-certificate.v1+json";
  private static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";

  private final List<X509Certificate> authorities;

  SignedCertificate(List<X509Certificate> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  /// What came of it.
  sealed interface Verdict {
    /// It is as it was signed.
    ///
    /// @param payload what was signed
    /// @param authority name of the one that vouches for it
    record Holds(JsonNode payload, String authority) implements Verdict {}

    /// It is not.
    ///
    /// @param part of the file that is wrong
    record Refused(String part, String why) implements Verdict {}
  }

  /// Judges a file's text.
  Verdict judge(String text) {
    try {
      JsonNode envelope = JSON.readTree(text);
      if (!envelope.path("payloadType").asText().equals(TYPE)) {
        return new Verdict.Refused("payloadType", "it is none of a certificate of leaving");
      }
      return judge(envelope, Base64.getDecoder().decode(envelope.path("payload").asText()));
    } catch (JsonProcessingException e) {
      return new Verdict.Refused("file", "it is no JSON");
    } catch (IllegalArgumentException e) {
      return new Verdict.Refused("payload", "it or the signature is not base64");
    }
  }

  private Verdict judge(JsonNode envelope, byte[] payload) throws JsonProcessingException {
    JsonNode mark = envelope.path("signatures").path(0);
    X509Certificate signer;
    try {
      signer = PemCertificates.read(mark.path("cert").asText()).getFirst();
      if (signer.getExtendedKeyUsage() == null
          || !signer.getExtendedKeyUsage().contains(DOCUMENT_SIGNING)) {
        return new Verdict.Refused("cert", "its key is not for signing documents");
      }
    } catch (CertificateException e) {
      return new Verdict.Refused("cert", "it is no certificate");
    }
    Optional<X509Certificate> authority =
        authorities.stream().filter(one -> vouches(one, signer)).findFirst();
    if (authority.isEmpty()) {
      return new Verdict.Refused("cert", "none of the authorities given vouches for its key");
    }
    byte[] signed = Dsse.signedBytes(envelope.path("payloadType").asText(), payload);
    if (!signs(signer, signed, Base64.getDecoder().decode(mark.path("sig").asText()))) {
      return new Verdict.Refused(
          "payload", "it is not what was signed: it or the signature was altered");
    }
    JsonNode said = JSON.readTree(new String(payload, UTF_8));
    return inTime(signer, said.path("issued").asText())
        ? new Verdict.Holds(said, authority.get().getSubjectX500Principal().getName())
        : new Verdict.Refused("issued", "it is not of the time for which its key was made");
  }

  private static boolean vouches(X509Certificate authority, X509Certificate signer) {
    try {
      signer.verify(authority.getPublicKey());
      return signer.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean signs(X509Certificate signer, byte[] bytes, byte[] mark) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initVerify(signer.getPublicKey());
      signature.update(bytes);
      return signature.verify(mark);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean inTime(X509Certificate signer, String issued) {
    try {
      Instant at = Instant.parse(issued);
      return !at.isBefore(signer.getNotBefore().toInstant())
          && !at.isAfter(signer.getNotAfter().toInstant());
    } catch (DateTimeException e) {
      return false;
    }
  }
}
