package io.bowline.sso;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clouds whose part a server in the test plays, over TLS: STS checks the signature as the
/// published algorithm has it, Google's keys are a key set of its own.
class CloudWordsTest {
  private static final String REGION = "eu-central-1";
  private static final String HEADER = "x-bowline-enrollment";
  private static final String BINDING = "ab".repeat(32);
  private static final String DATE = "20261122T120000Z";
  private static final String KEY_ID = "AKIDEXAMPLE0000000XX";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String ARN =
      "arn:aws:sts::123456789012:assumed-role/bowline-prod-runner/i-0abc";

  private final TestProvider cloud = new TestProvider();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile int status = 200;
  private final CloudWords words =
      new CloudWords(
          new Line(
              AskedAddresses.admitting(List.of("127.0.0.0/8", "::1/128")),
              name -> List.of(InetAddress.getLoopbackAddress()),
              cloud.trust(),
              new Line.Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), 50_000)),
          cloud.clock,
          new CloudWords.Places(
              region -> cloud.at("/sts").toString(),
              "https://accounts.google.com",
              keys(),
              keys()));

  CloudWordsTest() {
    cloud.serve("/sts/", this::sts);
  }

  private String keys() {
    return cloud.at("/keys").toString();
  }

  @AfterEach
  void close() {
    words.close();
    cloud.close();
  }

  private void sts(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    var headers = exchange.getRequestHeaders();
    String authorization = String.valueOf(headers.getFirst("Authorization"));
    String names = authorization.replaceAll(".*SignedHeaders=([^,]+),.*", "$1");
    var values = new ArrayList<String>();
    for (String name : names.split(";", -1)) {
      values.add(name + ":" + headers.getFirst(name) + "\n");
    }
    boolean good = authorization.endsWith(signature(String.join("", values), names));
    TestProvider.send(
        exchange,
        good ? status : 403,
        """
        {"GetCallerIdentityResponse":{"GetCallerIdentityResult":{
          "Account":"123456789012","Arn":"%s","UserId":"AROA:i-0abc"}}}
        """
            .formatted(ARN));
  }

  /// Signature Version 4 of the question.
  private static String signature(String headers, String names) {
    String request =
        String.join(
            "\n",
            "GET",
            "/sts/",
            "Action=GetCallerIdentity&Version=2011-06-15",
            headers,
            names,
            hex(digest("")));
    String scope = DATE.substring(0, 8) + "/" + REGION + "/sts/aws4_request";
    String text = String.join("\n", "AWS4-HMAC-SHA256", DATE, scope, hex(digest(request)));
    byte[] key = hmac(("AWS4" + SECRET).getBytes(UTF_8), DATE.substring(0, 8));
    for (String part : List.of(REGION, "sts", "aws4_request")) {
      key = hmac(key, part);
    }
    return hex(hmac(key, text));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private Clouds.Question signedFor(String binding) {
    URI sts = cloud.at("/sts");
    String names = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token;" + HEADER;
    String headers =
        "host:%s:%d\nx-amz-content-sha256:%s\nx-amz-date:%s\nx-amz-security-token:session\n%s:%s\n"
            .formatted(sts.getHost(), sts.getPort(), hex(digest("")), DATE, HEADER, binding);
    return question(names, signature(headers, names), "session");
  }

  private static Clouds.Question question(String names, String signature, String session) {
    String authorization =
        "AWS4-HMAC-SHA256 Credential=%s/%s/%s/sts/aws4_request, SignedHeaders=%s, Signature=%s"
            .formatted(KEY_ID, DATE.substring(0, 8), REGION, names, signature);
    return new Clouds.Question(REGION, authorization, DATE, session);
  }

  @Test
  void awsSaysWhoSignedAQuestionForThisEnrollment() {
    assertThat(words.aws(signedFor(BINDING), HEADER, BINDING))
        .isEqualTo(new Whereabouts.Known("123456789012", "", ARN));
  }

  @Test
  void aQuestionThatWasSignedForAnotherEnrollmentIsNotBelieved() {
    assertThat(words.aws(signedFor("cd".repeat(32)), HEADER, BINDING))
        .isInstanceOfSatisfying(
            Whereabouts.Disbelieved.class,
            no -> assertThat(no.why()).contains("another enrollment"));
  }

  /// AWS does not mind a header that is not signed: then the same question would do for anybody.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
        "host;x-amz-content-sha256;x-amz-date;x-bowline-enrollment",
        "host;host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
        "host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-bowline-enrollment;x-more",
        ";;;"
      })
  void whatIsNotSignedForAnEnrollmentIsNotEvenAsked(String names) {
    assertThat(words.aws(question(names, "0".repeat(64), "session"), HEADER, BINDING))
        .isInstanceOf(Whereabouts.Disbelieved.class);
    assertThat(asked).hasValue(0);
  }

  @Test
  void anythingElseThanASignedQuestionInThisRegionIsNotEvenAsked() {
    Clouds.Question good = signedFor(BINDING);
    for (Clouds.Question bad :
        List.of(
            new Clouds.Question(REGION, "Bearer x", DATE, ""),
            new Clouds.Question(REGION, good.authorization() + "\r\nX: y", DATE, "session"),
            new Clouds.Question(REGION, good.authorization(), DATE + "\r\nX: y", "session"),
            new Clouds.Question(REGION, good.authorization(), DATE, "a\r\nX: y"),
            new Clouds.Question("us-east-1", good.authorization(), DATE, "session"),
            new Clouds.Question("evil.example/", good.authorization(), DATE, "session"))) {
      assertThat(words.aws(bad, HEADER, BINDING)).isInstanceOf(Whereabouts.Disbelieved.class);
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void anAwsThatDoesNotAnswerNowIsNoVerdict() {
    status = 503;
    assertThat(words.aws(signedFor(BINDING), HEADER, BINDING))
        .isInstanceOf(Whereabouts.Unasked.class);
  }

  private JWTClaimsSet.Builder machine() {
    Instant now = cloud.clock.instant();
    return new JWTClaimsSet.Builder()
        .issuer("https://accounts.google.com")
        .audience("bowline-enrollment:" + BINDING)
        .subject("1234")
        .claim("azp", "1234")
        .claim("email", "runner@acme-prod-1.iam.gserviceaccount.com")
        .claim("email_verified", true)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
  }

  private Whereabouts heard(JWTClaimsSet.Builder said) {
    cloud.gives(said.build());
    return words.google(cloud.token.get(), "bowline-enrollment:" + BINDING);
  }

  @Test
  void googleSaysTheProjectOfAMachineAndOfAnIdentity() {
    assertThat(heard(machine()))
        .isEqualTo(
            new Whereabouts.Known("acme-prod-1", "", "runner@acme-prod-1.iam.gserviceaccount.com"));
    Map<String, Object> engine = Map.of("project_id", "acme-prod-2", "zone", "europe-west4-a");
    assertThat(heard(machine().claim("google", Map.of("compute_engine", engine))))
        .isInstanceOfSatisfying(
            Whereabouts.Known.class,
            known -> {
              assertThat(known.account()).isEqualTo("acme-prod-2");
              assertThat(known.region()).isEqualTo("europe-west4");
            });
  }

  @Test
  void aTokenThatIsNotForThisEnrollmentOrNotGooglesIsNotBelieved() {
    Instant now = cloud.clock.instant();
    for (JWTClaimsSet.Builder bad :
        List.of(
            machine().audience("bowline-enrollment:" + "cd".repeat(32)),
            machine().audience(List.of("bowline-enrollment:" + BINDING, "https://else.example")),
            machine().issuer("https://accounts.evil.example"),
            machine().issueTime(Date.from(now.minus(Duration.ofHours(2)))),
            machine().expirationTime(Date.from(now.minus(Duration.ofMinutes(5)))),
            machine().claim("email_verified", false),
            machine().claim("email", "anna@gmail.com"),
            machine().claim("email", "a@acme-prod-1.iam.gserviceaccount.com.evil.example"))) {
      assertThat(heard(bad)).isInstanceOf(Whereabouts.Disbelieved.class);
    }
    cloud.gives(
        machine().build(),
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(TestProvider.KEY).build(),
        TestProvider.key(TestProvider.KEY, 2048));
    assertThat(words.google(cloud.token.get(), "bowline-enrollment:" + BINDING))
        .isInstanceOf(Whereabouts.Disbelieved.class);
    assertThat(words.google("not.a.token", "x")).isInstanceOf(Whereabouts.Disbelieved.class);
  }

  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String SUBSCRIPTION = "0b1f6471-1bf0-4dda-aec3-cb9272f09590";
  private static final String AUDIENCE = "api://AzureADTokenExchange";
  private static final String MIRID =
      "/subscriptions/%s/resourcegroups/bowline-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/bowline-prod-runner"
          .formatted(SUBSCRIPTION);

  private JWTClaimsSet.Builder identity() {
    Instant now = cloud.clock.instant();
    return new JWTClaimsSet.Builder()
        .issuer("https://sts.windows.net/" + TENANT + "/")
        .audience(AUDIENCE)
        .subject("1234")
        .claim("tid", TENANT)
        .claim("idtyp", "app")
        .claim("xms_mirid", MIRID)
        .issueTime(Date.from(now.minus(Duration.ofHours(20))))
        .expirationTime(Date.from(now.plus(Duration.ofHours(4))));
  }

  private Whereabouts entra(JWTClaimsSet.Builder said) {
    cloud.gives(said.build());
    return words.azure(cloud.token.get(), AUDIENCE);
  }

  @Test
  void entraSaysTheSubscriptionOfAManagedIdentityInBothOfItsForms() {
    assertThat(entra(identity())).isEqualTo(new Whereabouts.Known(SUBSCRIPTION, "", MIRID));
    JWTClaimsSet.Builder second =
        identity()
            .issuer("https://login.microsoftonline.com/" + TENANT + "/v2.0")
            .audience("fb60f99c-7a34-4190-8149-302f77469936");
    assertThat(entra(second)).isEqualTo(new Whereabouts.Known(SUBSCRIPTION, "", MIRID));
  }

  @Test
  void aTokenOfAnythingElseThanAManagedIdentityForThisAudienceIsNotBelieved() {
    Instant now = cloud.clock.instant();
    for (JWTClaimsSet.Builder bad :
        List.of(
            identity().audience("https://management.azure.com/"),
            identity().audience(List.of(AUDIENCE, "https://management.azure.com/")),
            identity().issuer("https://sts.windows.net/" + SUBSCRIPTION + "/"),
            identity().issuer("https://sts.windows.net.evil.example/" + TENANT + "/"),
            identity().claim("tid", "common"),
            identity().claim("tid", null),
            identity().claim("idtyp", "user"),
            identity().claim("xms_mirid", null),
            identity().claim("xms_mirid", "/subscriptions/" + SUBSCRIPTION),
            identity().claim("xms_mirid", MIRID + "/evil\n"),
            identity().issueTime(Date.from(now.minus(Duration.ofHours(30)))),
            identity().expirationTime(Date.from(now.minus(Duration.ofMinutes(5)))))) {
      assertThat(entra(bad)).as(bad.build().toString()).isInstanceOf(Whereabouts.Disbelieved.class);
    }
    cloud.gives(
        identity().build(),
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(TestProvider.KEY).build(),
        TestProvider.key(TestProvider.KEY, 2048));
    assertThat(words.azure(cloud.token.get(), AUDIENCE))
        .isInstanceOf(Whereabouts.Disbelieved.class);
    assertThat(words.azure("not.a.token", AUDIENCE)).isInstanceOf(Whereabouts.Disbelieved.class);
  }
}
