package io.bowline.driver.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.Configuration;
import io.bowline.model.place.Cloud;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokens for clusters of EKS, judged as AWS would: by the signature's own definition.
class EksTokenTest {
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private final EksToken tokens =
      new EksToken(Clock.fixed(Instant.parse("2026-11-22T10:11:12Z"), ZoneOffset.UTC));

  private static Configuration provider() {
    return new Configuration(Cloud.AWS, Map.of("aws_access_key", KEY, "aws_access_secret", SECRET));
  }

  private URI asked(String region, String cluster) {
    String token = tokens.of(provider(), region, cluster);
    assertThat(token).startsWith("k8s-aws-v1.").doesNotContain("=").doesNotContain(SECRET);
    return URI.create(
        new String(Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())), UTF_8));
  }

  private static Map<String, String> query(URI asked) {
    return Stream.of(asked.getRawQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> a + b, TreeMap::new));
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, sts.eu-central-1.amazonaws.com",
    "us-gov-west-1, sts.us-gov-west-1.amazonaws.com",
    "cn-north-1, sts.cn-north-1.amazonaws.com.cn"
  })
  void itIsAQuestionToTheStsOfTheRegionForAMinute(String region, String host) {
    URI asked = asked(region, "streaming");
    assertThat(asked.getScheme()).isEqualTo("https");
    assertThat(asked.getHost()).isEqualTo(host);
    assertThat(query(asked))
        .containsEntry("Action", "GetCallerIdentity")
        .containsEntry("Version", "2011-06-15")
        .containsEntry("X-Amz-Expires", "60")
        .containsEntry("X-Amz-Date", "20261122T101112Z")
        .containsEntry("X-Amz-SignedHeaders", "host%3Bx-k8s-aws-id");
  }

  @Test
  void itsSignatureIsOfThisClusterAndNoOther() throws GeneralSecurityException {
    URI asked = asked("eu-central-1", "streaming");
    String signature = query(asked).get("X-Amz-Signature");
    assertThat(signature).isEqualTo(signature(asked, "streaming"));
    assertThat(signature).isNotEqualTo(signature(asked, "another"));
  }

  /// As AWS documents version 4 of its signatures.
  private static String signature(URI asked, String cluster) throws GeneralSecurityException {
    String canonical =
        query(asked).entrySet().stream()
            .filter(pair -> !pair.getKey().equals("X-Amz-Signature"))
            .map(pair -> pair.getKey() + "=" + pair.getValue())
            .collect(Collectors.joining("&"));
    String request =
        String.join(
            "\n",
            "GET",
            "/",
            canonical,
            "host:" + asked.getHost(),
            "x-k8s-aws-id:" + cluster,
            "",
            "host;x-k8s-aws-id",
            hex(MessageDigest.getInstance("SHA-256").digest()));
    String scope = "20261122/eu-central-1/sts/aws4_request";
    String wanted =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            "20261122T101112Z",
            scope,
            hex(MessageDigest.getInstance("SHA-256").digest(request.getBytes(UTF_8))));
    byte[] key = ("AWS4" + SECRET).getBytes(UTF_8);
    for (String part : scope.split("/", -1)) {
      key = mac(key, part);
    }
    return hex(mac(key, wanted));
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
