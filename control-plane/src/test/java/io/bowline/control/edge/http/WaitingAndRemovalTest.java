package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a person sees of an install that is not there yet, and of one that is to go.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class WaitingAndRemovalTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller staff;
  private String org;

  @BeforeEach
  void anInstall() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = "/api/v1/organizations/" + staff.organization();
    Answer made =
        staff.post(
            org + "/installs",
            "{\"name\":\"here\",\"product\":\"acme/streaming\",\"cloud\":\"byok\",\"account\":\"1\",\"region\":\"eu\"}");
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
  }

  private Answer remove(String confirm, String... headers) {
    return staff.post(
        org + "/installs/here/uninstall", "{\"confirm\":\"" + confirm + "\"}", headers);
  }

  @Test
  @Tag("C49.blocked-port-told")
  void anInstallThatNeverConnectedSaysOnWhichPortAndWhatToLookAt() {
    assertThat(staff.get(org + "/installs/here").body().path("reason").asText())
        .contains("bowline install token here");
    assertThat(staff.post(org + "/installs/here/enrollment-tokens", "").status()).isEqualTo(201);
    assertThat(staff.get(org + "/installs/here").body().path("reason").asText())
        .startsWith("an enrollment token is out that works once, until ")
        .contains("no connection yet on port ")
        .contains("lets it out by TCP to ")
        .contains("the runner's log says");
  }

  @Test
  @Tag("C31.data-kept")
  void dataIsErasedByItsOwnNameOnlyAndTheAuditSaysWhich() {
    Answer wrong = erase("\"aws_s3_bucket\"");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.raw().body()).contains("erase[0]").contains("KIND/NAME");
    Answer asked =
        erase("\"aws_s3_bucket/tiered\",\"kubernetes/PersistentVolumeClaim/streams/data-0\"");
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(201);
    assertThat(staff.get(org + "/audit").raw().body())
        .contains("aws_s3_bucket/tiered")
        .contains("kubernetes/PersistentVolumeClaim/streams/data-0");
  }

  private Answer erase(String names) {
    return staff.post(
        org + "/installs/here/uninstall", "{\"confirm\":\"here\",\"erase\":[" + names + "]}");
  }

  @Test
  void anUninstallIsConfirmedByNameAskedOnceAndShownAsAJobThatSaysWhyItWaits() {
    assertThat(remove("there").status()).isEqualTo(422);

    Answer asked = remove("here", "Idempotency-Key", "k1");
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(201);
    assertThat(remove("here", "Idempotency-Key", "k1").body()).isEqualTo(asked.body());
    assertThat(remove("here").status()).isEqualTo(409);

    assertThat(staff.get(org + "/installs/here").body().path("status").asText())
        .isEqualTo("deprovisioning");
    Answer job = staff.get(org + "/jobs/" + asked.body().path("job").asText());
    assertThat(job.body().path("kind").asText()).isEqualTo("uninstall");
    assertThat(job.body().path("phase").asText()).isEqualTo("queued");
  }
}
