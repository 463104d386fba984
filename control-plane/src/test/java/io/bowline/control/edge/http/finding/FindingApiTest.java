package io.bowline.control.edge.http.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.finding.Findings;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import io.bowline.model.finding.FindingReport;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Findings as the API's callers meet them.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class FindingApiTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Findings findings;

  private TestCaller staff;
  private String install;
  private Identity runner;

  @BeforeEach
  void install() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    String org = staff.organization();
    String installs = "/api/v1/organizations/" + org + "/installs";
    String name = "f" + Long.toString(System.nanoTime(), 36);
    JsonNode made =
        staff
            .post(
                installs,
                """
                {"name":"%s","product":"acme/streaming","cloud":"byok","region":"r","account":"a"}\
                """
                    .formatted(name))
            .body();
    install = installs + "/" + name;
    runner =
        new Identity(
            "test.bowline",
            OrgId.parse(org),
            InstallId.parse(made.path("id").asText()),
            Identity.Role.RUNNER,
            new RunnerId(new UUID(1, 2)));
  }

  private void told(Finding... found) {
    findings.told(runner, FindingReport.of(List.of(found)));
  }

  private static Finding foreign(int number) {
    return new Finding.ForeignImage(
        new Finding.Place("stream", "Deployment/web-" + number, "main", "web-" + number),
        "docker.example/stray:1",
        "is not from the customer's registry",
        2,
        Optional.of(Instant.parse("2026-03-01T10:00:00Z")));
  }

  @Test
  @Tag("C61.running-subset")
  void whatIsFoundIsListedUntilItIsOverAndCountedWithTheInstall() {
    assertThat(staff.get(install + "/findings").body().has("checkedAt")).isFalse();
    var blocked =
        new Finding.BlockedImage(
            "reg.example/web",
            Optional.of(Digest.of(new byte[] {1})),
            "kept back",
            List.of(new Finding.SeverityCount("CRITICAL", 4)));
    told(foreign(1), blocked, new Finding.Unchecked(FindingKind.BLOCKED_IMAGE, "no answer"));

    JsonNode page = staff.get(install + "/findings").body();
    assertThat(page.path("checkedAt").asText()).isNotEmpty();
    assertThat(page.path("items").findValuesAsText("kind"))
        .containsExactlyInAnyOrder("foreign-image", "blocked-image", "unchecked");
    assertThat(page.toString())
        .contains("Deployment/web-1", "\"pods\":2", "\"severity\":\"CRITICAL\",\"count\":4");
    assertThat(staff.get(install).body().path("openFindings").asInt()).isEqualTo(3);

    told();
    assertThat(staff.get(install + "/findings").body().path("items")).isEmpty();
    assertThat(staff.get(install + "/findings?state=closed").body().path("items")).hasSize(3);
    assertThat(staff.get(install).body().path("openFindings").asInt()).isZero();
  }

  @Test
  void aLongListIsReadPageByPage() {
    var many = new ArrayList<Finding>();
    for (int number = 0; number < 45; number++) {
      many.add(foreign(number));
    }
    told(many.toArray(Finding[]::new));
    var ids = new ArrayList<String>();
    String cursor = "";
    do {
      JsonNode page = staff.get(install + "/findings?limit=20" + cursor).body();
      ids.addAll(page.path("items").findValuesAsText("id"));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(ids).hasSize(45).doesNotHaveDuplicates();
  }
}
