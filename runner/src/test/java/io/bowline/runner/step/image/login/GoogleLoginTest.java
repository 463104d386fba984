package io.bowline.runner.step.image.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoogleLoginTest extends LoginContract {
  @Override
  Login login(CloudPlace place) {
    return place.google();
  }

  @Override
  FakeService.Answer answer(FakeService.Asked asked) {
    return switch (asked.uri().getPath()) {
      case "/computeMetadata/v1/instance/service-accounts/default/token" ->
          asked.header("Metadata-Flavor").equals("Google")
              ? FakeService.Answer.of(
                  200,
                  "{\"access_token\":\"access-%d\",\"expires_in\":%d}"
                      .formatted(issued.incrementAndGet(), LIFE.toSeconds()))
              : no();
      case "/v1/token" ->
          asked.field("subject_token").equals("the-subject")
                  && asked.field("audience").equals("//iam.googleapis.com/pool")
                  && asked.field("grant_type").endsWith(":token-exchange")
              ? FakeService.Answer.of(200, "{\"access_token\":\"federated\",\"expires_in\":60}")
              : no();
      case "/v1/projects/-/serviceAccounts/runner@example:generateAccessToken" ->
          asked.header("Authorization").equals("Bearer federated")
              ? FakeService.Answer.of(
                  200,
                  "{\"accessToken\":\"access-%d\",\"expireTime\":\"%s\"}"
                      .formatted(issued.incrementAndGet(), now.get().plus(LIFE)))
              : no();
      default -> FakeService.Answer.of(404, "{}");
    };
  }

  @Override
  FakeService.Answer no() {
    return FakeService.Answer.of(403, "{\"error\":\"invalid_grant\"}");
  }

  @Override
  Credentials expected(int number) {
    return new Credentials("oauth2accesstoken", "access-" + number);
  }

  @Override
  String todo() {
    return "service account";
  }

  @Override
  List<String> secrets() {
    return List.of("access-1", "the-subject");
  }

  @Test
  void aPodOfGkeIsKnownByTheServiceAccountThatItsMetadataServerGivesIt() throws Exception {
    assertThat(login.credentials()).isEqualTo(expected(1));
    assertThat(cloud.asked())
        .extracting(asked -> asked.uri().getPath())
        .containsExactly("/computeMetadata/v1/instance/service-accounts/default/token");
  }

  @Test
  void aFederatedWorkloadExchangesItsTokenAndImpersonates() throws Exception {
    federated("https://sts.googleapis.com/v1/token");
    assertThat(login.credentials()).isEqualTo(expected(1));
  }

  @Test
  void aSubjectsTokenGoesToNobodyButGoogle() throws Exception {
    federated("https://sts.googleapis.com.evil.example/v1/token");
    var place = place();
    var real =
        new CloudPlace(
            place.base(),
            place.registryClient(),
            place.client(),
            place.clock(),
            place.random(),
            environment,
            new CloudPlace.Instead(Optional.empty(), Optional.empty(), Optional.empty()));
    assertThatThrownBy(real.google()::credentials).hasMessageContaining("not Google's");
  }

  @Test
  void aKeyOfAServiceAccountIsNotTaken() throws Exception {
    Path file = folder.resolve("key.json");
    Files.writeString(file, "{\"type\":\"service_account\",\"private_key\":\"secret-key\"}");
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    assertThatThrownBy(login::credentials)
        .hasMessageContaining("workload identity federation")
        .hasMessageNotContaining("secret-key");
  }

  private void federated(String exchange) throws Exception {
    Path subject = folder.resolve("subject.json");
    Files.writeString(subject, "{\"id\":\"the-subject\"}");
    Path file = folder.resolve("federation.json");
    Files.writeString(
        file,
        """
        {"type": "external_account", "audience": "//iam.googleapis.com/pool",
         "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
         "token_url": "%s",
         "service_account_impersonation_url":
           "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/runner@example:generateAccessToken",
         "credential_source": {"file": "%s",
           "format": {"type": "json", "subject_token_field_name": "id"}}}
        """
            .formatted(exchange, subject));
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
  }
}
