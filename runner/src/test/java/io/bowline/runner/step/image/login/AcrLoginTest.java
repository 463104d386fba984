package io.bowline.runner.step.image.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcrLoginTest extends LoginContract {
  @Override
  Login login(CloudPlace place) throws Exception {
    Path file = folder.resolve("federated");
    Files.writeString(file, "the-assertion\n");
    environment.put("AZURE_FEDERATED_TOKEN_FILE", file.toString());
    environment.put("AZURE_TENANT_ID", "tenant-1");
    environment.put("AZURE_CLIENT_ID", "client-1");
    return place.acr();
  }

  @Override
  FakeService.Answer answer(FakeService.Asked asked) {
    return switch (asked.uri().getPath()) {
      case "/tenant-1/oauth2/v2.0/token" ->
          asked.field("client_assertion").equals("the-assertion")
                  && asked.field("grant_type").equals("client_credentials")
                  && asked.field("client_id").equals("client-1")
                  && asked.field("client_assertion_type").endsWith(":jwt-bearer")
                  && asked.field("scope").equals("https://management.azure.com/.default")
              ? FakeService.Answer.of(200, "{\"access_token\":\"entra-token\"}")
              : no();
      case "/metadata/identity/oauth2/token" ->
          asked.header("Metadata").equals("true")
                  && asked.uri().getQuery().contains("resource=https://management.azure.com/")
              ? FakeService.Answer.of(200, "{\"access_token\":\"entra-token\"}")
              : no();
      case "/oauth2/exchange" ->
          asked.field("access_token").equals("entra-token")
                  && asked.field("grant_type").equals("access_token")
                  && asked.field("service").equals(cloud.address().getAuthority())
              ? FakeService.Answer.of(
                  200, "{\"refresh_token\":\"" + refresh(issued.incrementAndGet()) + "\"}")
              : no();
      default -> FakeService.Answer.of(404, "{}");
    };
  }

  private final java.util.Map<Integer, String> tokens =
      new java.util.concurrent.ConcurrentHashMap<>();

  private String refresh(int number) {
    String claims =
        "{\"exp\":%d,\"number\":%d}".formatted(now.get().plus(LIFE).getEpochSecond(), number);
    String token =
        "e30."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".signature";
    tokens.put(number, token);
    return token;
  }

  @Override
  FakeService.Answer no() {
    return FakeService.Answer.of(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
  }

  @Override
  Credentials expected(int number) {
    return new Credentials("00000000-0000-0000-0000-000000000000", tokens.get(number));
  }

  @Override
  String todo() {
    return "federated credential";
  }

  @Override
  List<String> secrets() {
    return List.of("the-assertion", "entra-token");
  }

  @Test
  void aPodOfAksIsKnownByItsWorkloadIdentityAndAsksNoMachine() throws Exception {
    assertThat(login.credentials()).isEqualTo(expected(1));
    assertThat(cloud.asked())
        .extracting(asked -> asked.uri().getPath())
        .containsExactly("/tenant-1/oauth2/v2.0/token", "/oauth2/exchange");
  }

  @Test
  void aMachinesIdentityIsAskedWhereThePodHasNone() throws Exception {
    environment.clear();
    assertThat(place().acr().credentials()).isEqualTo(expected(1));
  }
}
