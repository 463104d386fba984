package io.bowline.driver.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.testing.http.MockHttpTransport;
import com.google.api.services.cloudresourcemanager.v3.CloudResourceManager;
import com.google.api.services.cloudresourcemanager.v3.model.TestIamPermissionsRequest;
import com.google.api.services.compute.Compute;
import com.google.api.services.serviceusage.v1.ServiceUsage;
import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.FakeServer.Heard;
import io.bowline.driver.gcp.GcpPlace.Service;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the driver asks is what Google's own clients, made from its published interface, would ask
/// at the same addresses.
class GoogleModelTest {
  private static final String PROJECT = FakeGcp.PROJECT;
  private static final MockHttpTransport NOWHERE = new MockHttpTransport();
  private static final GsonFactory GSON = GsonFactory.getDefaultInstance();

  /// A request: whom, how, where, its query without order, its body.
  private record Request(Service service, String method, String path, Set<String> query) {}

  private static Stream<Request> theirs() throws IOException {
    var projects =
        new CloudResourceManager.Builder(NOWHERE, GSON, null).setApplicationName("t").build();
    var compute = new Compute.Builder(NOWHERE, GSON, null).setApplicationName("t").build();
    var services = new ServiceUsage.Builder(NOWHERE, GSON, null).setApplicationName("t").build();
    List<String> names =
        GcpSession.SERVICES.stream()
            .map(service -> "projects/%s/services/%s".formatted(PROJECT, service))
            .toList();
    return Stream.of(
        request(
            Service.PROJECTS,
            projects
                .projects()
                .testIamPermissions("projects/" + PROJECT, new TestIamPermissionsRequest())),
        request(Service.PROJECTS, projects.projects().get("projects/" + PROJECT)),
        request(
            Service.SERVICES, services.services().batchGet("projects/" + PROJECT).setNames(names)),
        request(
            Service.COMPUTE,
            compute
                .regions()
                .list(PROJECT)
                .setMaxResults(500L)
                .setFields("items(name,status,quotas)")),
        request(Service.COMPUTE, compute.projects().get(PROJECT).setFields("quotas")));
  }

  private static Request request(Service service, AbstractGoogleClientRequest<?> request) {
    GenericUrl url = request.buildHttpRequestUrl();
    assertThat(url.buildAuthority())
        .isEqualTo(
            new GcpPlace(Optional.empty(), Duration.ZERO)
                .at(service, "/")
                .toString()
                .replaceAll("/$", ""));
    URI address = url.toURI();
    return new Request(
        service, request.getRequestMethod(), address.getRawPath(), query(address.getRawQuery()));
  }

  private static Set<String> query(String raw) {
    var query = new HashSet<String>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        query.add(URLDecoder.decode(pair, StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static Request ours(Heard heard) {
    Service service =
        heard.path().startsWith("/compute/")
            ? Service.COMPUTE
            : heard.path().contains("/services:") ? Service.SERVICES : Service.PROJECTS;
    return new Request(service, heard.method(), heard.path(), query(heard.address().getRawQuery()));
  }

  @Test
  void everyRequestIsOneOfGooglesOwnClients() throws IOException {
    try (var google = new FakeGcp()) {
      google.driver(Duration.ofSeconds(60)).probe(google.good());
      List<Request> asked =
          google.asked().stream()
              .filter(heard -> !google.signsIn(heard))
              .map(GoogleModelTest::ours)
              .distinct()
              .toList();
      assertThat(asked).containsExactlyInAnyOrderElementsOf(theirs().toList());
    }
  }

  @Test
  void whatIsSentIsReadWholeByGooglesOwnModel() throws IOException {
    try (var google = new FakeGcp()) {
      google.driver(Duration.ofSeconds(60)).probe(google.good());
      List<TestIamPermissionsRequest> sent =
          google.asked().stream()
              .filter(heard -> heard.path().endsWith(":testIamPermissions"))
              .map(heard -> read(heard.text()))
              .toList();
      assertThat(sent).hasSameSizeAs(Permissions.of(Cloud.GCP).grants());
      assertThat(sent)
          .allSatisfy(request -> {
            assertThat(request.getUnknownKeys()).isEmpty();
            assertThat(request.getPermissions()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
          });
    }
  }

  private static TestIamPermissionsRequest read(String text) {
    try {
      return GSON.fromString(text, TestIamPermissionsRequest.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
