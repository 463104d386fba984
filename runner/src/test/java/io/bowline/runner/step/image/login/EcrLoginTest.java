package io.bowline.runner.step.image.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.registry.Admission;
import io.bowline.runner.step.image.flow.RegistryException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EcrLoginTest extends LoginContract {
  private static final EcrTerms TERMS =
      new EcrTerms(Optional.of("eu-central-1"), true, true, Optional.of("alias/images"));

  private final Map<String, String> repositories = new ConcurrentHashMap<>();

  /// Secret keys by their ids, as they are in force.
  private final Map<String, SigV4Check.Key> keys =
      new ConcurrentHashMap<>(Map.of("AKIDEXAMPLE", new SigV4Check.Key("wJalrXUtnFEMI", "")));

  @Override
  Login login(CloudPlace place) {
    environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI");
    return place.ecr(TERMS);
  }

  @Override
  FakeService.Answer answer(FakeService.Asked asked) {
    return switch (asked.uri().getPath()) {
      case "/" -> asked.field("Action").isEmpty() ? ecr(asked) : sts(asked);
      case "/pod" ->
          asked.header("Authorization").equals("the-pod-token") ? keysAsJson("POD") : no();
      case "/latest/api/token" ->
          asked.method().equals("PUT") ? FakeService.Answer.of(200, "a-session") : no();
      case "/latest/meta-data/iam/security-credentials/" ->
          asked.header("X-aws-ec2-metadata-token").equals("a-session")
              ? FakeService.Answer.of(200, "the-role")
              : no();
      case "/latest/meta-data/iam/security-credentials/the-role" ->
          asked.header("X-aws-ec2-metadata-token").equals("a-session") ? keysAsJson("VM") : no();
      default -> FakeService.Answer.of(404, "{}");
    };
  }

  private FakeService.Answer ecr(FakeService.Asked asked) {
    if (!SigV4Check.isSigned(asked, "ecr", "eu-central-1", keys, now.get())) {
      return FakeService.Answer.of(400, "{\"__type\":\"UnrecognizedClientException\"}");
    }
    return asked.header("X-Amz-Target").endsWith(".CreateRepository") ? made(asked) : token();
  }

  private FakeService.Answer token() {
    String both = "AWS:password-" + issued.incrementAndGet();
    return FakeService.Answer.of(
        200,
        "{\"authorizationData\":[{\"authorizationToken\":\"%s\",\"expiresAt\":%d.5}]}"
            .formatted(
                Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)),
                now.get().plus(LIFE).getEpochSecond()));
  }

  private FakeService.Answer made(FakeService.Asked asked) {
    String name = asked.body().replaceAll(".*\"repositoryName\":\"([^\"]+)\".*", "$1");
    return repositories.putIfAbsent(name, asked.body()) == null
        ? FakeService.Answer.of(200, "{\"repository\":{}}")
        : FakeService.Answer.of(400, "{\"__type\":\"RepositoryAlreadyExistsException\"}");
  }

  private FakeService.Answer sts(FakeService.Asked asked) {
    keys.put("WEB", new SigV4Check.Key("web-secret", "web-session"));
    return asked.field("Action").equals("AssumeRoleWithWebIdentity")
            && asked.field("WebIdentityToken").equals("the-web-token")
            && asked.field("RoleArn").equals("arn:aws:iam::1:role/r")
        ? FakeService.Answer.of(
            200,
            "<Credentials><AccessKeyId>WEB</AccessKeyId>"
                + "<SecretAccessKey>web-secret</SecretAccessKey>"
                + "<SessionToken>web-session</SessionToken>"
                + "<Expiration>%s</Expiration></Credentials>".formatted(now.get().plus(LIFE)))
        : no();
  }

  private FakeService.Answer keysAsJson(String id) {
    keys.put(id, new SigV4Check.Key("secret-of-" + id, "session-of-" + id));
    return FakeService.Answer.of(
        200,
        "{\"AccessKeyId\":\"%1$s\",\"SecretAccessKey\":\"secret-of-%1$s\",\"Token\":\"session-of-%1$s\",\"Expiration\":\"%2$s\"}"
            .formatted(id, now.get().plus(LIFE)));
  }

  @Override
  FakeService.Answer no() {
    return FakeService.Answer.of(400, "{\"__type\":\"com.amazon#AccessDeniedException\"}");
  }

  @Override
  Admission over() {
    return new Admission.Denied();
  }

  @Override
  Credentials expected(int number) {
    return new Credentials("AWS", "password-" + number);
  }

  @Override
  String todo() {
    return "ecr:GetAuthorizationToken";
  }

  @Override
  List<String> secrets() {
    return List.of("wJalrXUtnFEMI", "password-1");
  }

  @Test
  @Tag("C62.scan-on-push")
  void aRepositoryIsMadeOnceAsTheInstallChose() throws Exception {
    login.prepare("bowline/acme/broker");
    login.prepare("bowline/acme/broker");
    assertThat(repositories.get("bowline/acme/broker"))
        .contains("\"scanOnPush\":true", "\"imageTagMutability\":\"IMMUTABLE\"")
        .contains("\"encryptionType\":\"KMS\"", "\"kmsKey\":\"alias/images\"");
    assertThat(cloud.asked()).hasSize(1);
    place().ecr(TERMS).prepare("bowline/acme/broker");
  }

  @Test
  void theLimitOfRepositoriesIsNamed() {
    cloud.say(FakeService.Answer.of(400, "{\"__type\":\"LimitExceededException\"}"));
    assertThatThrownBy(() -> login.prepare("bowline/x"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("bowline/x")
        .hasMessageContaining("as many repositories as it may");
  }

  @Test
  void aThrottledCallIsMadeAgain() throws Exception {
    cloud.throttle(2);
    login.prepare("bowline/y");
    assertThat(repositories).containsKey("bowline/y");
  }

  @Test
  void aServiceAccountOfEksIsKnownByItsWebIdentity() throws Exception {
    environment.clear();
    Path token = folder.resolve("token");
    Files.writeString(token, "the-web-token\n");
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
    assertThat(place().ecr(TERMS).credentials()).isEqualTo(expected(1));
  }

  @Test
  void aPodOfEksIsKnownByItsPodIdentity() throws Exception {
    environment.clear();
    Path token = folder.resolve("token");
    Files.writeString(token, "the-pod-token");
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", cloud.address() + "/pod");
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.toString());
    assertThat(place().ecr(TERMS).credentials()).isEqualTo(expected(1));
  }

  @Test
  void aMachineOfAwsIsKnownByItsInstanceProfile() throws Exception {
    environment.clear();
    assertThat(place().ecr(TERMS).credentials()).isEqualTo(expected(1));
  }

  @Test
  void theRegionIsReadFromTheRegistrysName() {
    assertThatThrownBy(
            () -> place().ecr(new EcrTerms(Optional.empty(), true, false, Optional.empty())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bowline.registry.region");
  }
}
