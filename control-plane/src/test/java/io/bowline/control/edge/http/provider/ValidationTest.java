package io.bowline.control.edge.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The validation of a provider over the real listener, in a process that asks no cloud.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class ValidationTest {
  private static final String PROVIDER =
      "{\"identifier\":\"x\",\"provider_type\":\"aws\",\"configuration\":"
          + "{\"aws_access_key\":\"AKIAIOSFODNN7EXAMPLE\",\"aws_access_secret\":\"%s\"}}"
              .formatted("a".repeat(40));

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  private TestCaller staff;
  private String base;

  @BeforeEach
  void provider() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    base = "/organizations/" + staff.organization() + "/fleet-providers/";
    assertThat(staff.post(base, PROVIDER).status()).isEqualTo(201);
  }

  private Answer validate(String identifier) {
    return staff.send(
        staff.request(base + identifier + "/validate/").POST(BodyPublishers.noBody()));
  }

  @Test
  void aCloudThatIsNotAskedIsNeverTakenForASuccess() {
    assertThat(staff.get(base + "x/validation/").body().path("status").asText())
        .isEqualTo("pending");
    Answer answer = validate("x");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(202);
    assertThat(answer.body().path("status").asText()).isEqualTo("pending");
    assertThat(answer.body().path("detail").asText()).contains("No hosted runner");
    String job = answer.body().path("job").asText();
    String jobs = base.replace("fleet-providers/", "jobs/");
    Answer shown = staff.get("/api/v1" + jobs + job);
    assertThat(shown.status()).as(shown.raw().body()).isEqualTo(200);
    assertThat(shown.body().path("kind").asText()).isEqualTo("check-provider");
    assertThat(shown.raw().body()).doesNotContain("a".repeat(40));
    // who asks again waits for the same answer
    assertThat(validate("x").body().path("job").asText()).isEqualTo(job);
    assertThat(staff.get(base + "x/validation/").body().path("job").asText()).isEqualTo(job);
    assertThat(validate("nobody").status()).isEqualTo(404);
    assertThat(staff.get(base + "nobody/validation").status()).isEqualTo(404);
  }

  @Test
  void aChangeOfTheConfigurationMakesWhatWasFoundCountNoMore() {
    validate("x");
    staff.send(
        staff
            .request(base + "x/")
            .header("Content-Type", "application/json")
            .method(
                "PATCH",
                BodyPublishers.ofString(
                    "{\"configuration\":{\"aws_access_secret\":\"%s\"}}"
                        .formatted("b".repeat(40)))));
    assertThat(staff.get(base + "x/validation/").body().path("status").asText())
        .isEqualTo("pending");
  }
}
