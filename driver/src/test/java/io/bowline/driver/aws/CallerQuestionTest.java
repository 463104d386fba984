package io.bowline.driver.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Held against the published algorithm of Signature Version 4, not against the library that signs.
class CallerQuestionTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
  private static final String ID = "AKIDEXAMPLE0000000XX";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  @Test
  void theQuestionIsSignedWithTheEnrollmentAndTheSessionInIt() throws Exception {
    var own = StaticCredentialsProvider.create(AwsSessionCredentials.create(ID, SECRET, "session"));
    CallerQuestion.Signed signed =
        new CallerQuestion(own, CLOCK).signed("eu-central-1", "x-bowline-enrollment", "ab12");
    String names = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-bowline-enrollment";
    String headers =
        "host:sts.eu-central-1.amazonaws.com\nx-amz-content-sha256:"
            + digest("")
            + "\nx-amz-date:20261122T120000Z\nx-amz-security-token:session\nx-bowline-enrollment:ab12\n";
    assertThat(signed.authorization())
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=%s/20261122/eu-central-1/sts/aws4_request, SignedHeaders=%s, Signature=%s"
                .formatted(ID, names, signature(names, headers)));
    assertThat(signed.date()).isEqualTo("20261122T120000Z");
    assertThat(signed.sessionToken()).isEqualTo("session");
    assertThat(signed.toString()).doesNotContain("Signature").doesNotContain("session");
  }

  @Test
  void credentialsThatDoNotEndHaveNoSession() {
    var own = StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET));
    CallerQuestion.Signed signed =
        new CallerQuestion(own, CLOCK).signed("cn-north-1", "x-bowline-enrollment", "ab12");
    assertThat(signed.authorization())
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-bowline-enrollment,");
    assertThat(signed.sessionToken()).isEmpty();
  }

  private static String signature(String names, String headers) throws Exception {
    String request =
        String.join(
            "\n",
            "GET",
            "/",
            "Action=GetCallerIdentity&Version=2011-06-15",
            headers,
            names,
            digest(""));
    String scope = "20261122/eu-central-1/sts/aws4_request";
    String text = String.join("\n", "AWS4-HMAC-SHA256", "20261122T120000Z", scope, digest(request));
    byte[] key = ("AWS4" + SECRET).getBytes(UTF_8);
    for (String part : List.of("20261122", "eu-central-1", "sts", "aws4_request", text)) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      key = mac.doFinal(part.getBytes(UTF_8));
    }
    return HexFormat.of().formatHex(key);
  }

  private static String digest(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
