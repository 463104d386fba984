package io.bowline.control.edge.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.cloud.permission.Permissions;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.model.place.Cloud;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the API says of the kinds of providers.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class ProviderTypeTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  private TestCaller caller;

  @BeforeEach
  void signIn() {
    caller = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
  }

  @Test
  @Tag("P4.list-equals-table")
  void theListSaysWhatTheDocumentationsTableSays() {
    var rows = new ArrayList<List<String>>();
    caller
        .get("/provider-types/")
        .body()
        .path("items")
        .forEach(type ->
            rows.add(
                List.of(
                    type.path("name").asText(),
                    type.path("description").asText(),
                    type.path("status").asText("-"))));
    assertThat(rows)
        .containsExactly(
            List.of("AWS", "Amazon Web Services, a widely used cloud platform.", "-"),
            List.of(
                "GCP",
                "Google Cloud Platform, known for its data analytics and machine learning"
                    + " capabilities.",
                "-"),
            List.of(
                "OCI",
                "Oracle Cloud Infrastructure, focused on enterprise applications and databases.",
                "-"),
            List.of(
                "Azure",
                "Microsoft Azure, a comprehensive cloud platform with strong enterprise"
                    + " integration.",
                "Experimental"));
  }

  @Test
  void eachTypeSaysItsFieldsAndWhatToDoStepByStep() {
    for (Cloud cloud : Cloud.values()) {
      JsonNode type = caller.get("/provider-types/" + cloud.text()).body();
      assertThat(type.path("fields")).isNotEmpty();
      assertThat(type.path("instructions")).hasSizeGreaterThanOrEqualTo(3);
      assertThat(type.path("account").asText()).startsWith("https://");
    }
    assertThat(caller.get("/provider-types/byok/").status()).isEqualTo(404);
    assertThat(caller.with("").get("/provider-types/").status()).isEqualTo(401);
  }

  @Test
  @Tag("P11.policy-document")
  @Tag("P11.one-source")
  void thePermissionDocumentIsDownloadedAndEachPermissionHasItsReason() {
    for (Cloud cloud : Cloud.values()) {
      Answer policy = caller.get("/provider-types/" + cloud.text() + "/policy");
      assertThat(policy.status()).isEqualTo(200);
      assertThat(policy.header("Content-Disposition")).contains(cloud.text());
      assertThat(policy.body()).isEqualTo(PermissionDocument.of(cloud));

      var actions = new ArrayList<String>();
      caller
          .get("/provider-types/" + cloud.text() + "/permissions/")
          .body()
          .path("items")
          .forEach(grant -> {
            assertThat(grant.path("reason").asText()).isNotBlank();
            assertThat(grant.path("needed_to")).isNotEmpty();
            grant.path("actions").forEach(action -> actions.add(action.asText()));
          });
      assertThat(actions).containsExactlyElementsOf(Permissions.of(cloud).actions());
    }
  }
}
