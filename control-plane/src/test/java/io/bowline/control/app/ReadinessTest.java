package io.bowline.control.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.edge.event.TakenOutbox;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.grpc.TakenLink;
import io.bowline.control.edge.ingest.IngestServers;
import io.bowline.control.edge.ingest.TakenIngest;
import io.bowline.control.platform.DataFolder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// `ready` says what is true: each part is taken away from a process of its own, one after the
/// other. (That it ends with the database is shown beside the database.)
@QuarkusTest
@TestProfile(ReadinessTest.OfItsOwn.class)
@QuarkusTestResource(value = SharedDatabase.class, restrictToAnnotatedClass = true)
class ReadinessTest {
  /// A process that no other test looks at afterwards.
  public static final class OfItsOwn implements QuarkusTestProfile {}

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Inject LinkServer link;
  @Inject IngestServers ingest;
  @Inject TakenOutbox outbox;
  @Inject DataFolder folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void readyEndsWithEachPartAndLiveDoesNot() throws Exception {
    assertThat(missing()).isEmpty();

    Path away = folder.root().resolveSibling(folder.root().getFileName() + "-away");
    Files.move(folder.root(), away);
    assertThat(missing()).containsExactly("data-folder");
    Files.move(away, folder.root());
    assertThat(missing()).isEmpty();

    TakenLink.from(link);
    assertThat(missing()).containsExactly("link");
    TakenIngest.from(ingest);
    assertThat(missing()).containsExactly("ingest", "link");
    outbox.take();
    assertThat(missing()).containsExactly("ingest", "link", "outbox");

    assertThat(get("live").statusCode()).as("the process itself is well").isEqualTo(200);
  }

  /// The parts that `ready` names as not working; its status says the same.
  private Set<String> missing() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("ready");
    Set<String> missing = new TreeSet<>();
    for (JsonNode check : new ObjectMapper().readTree(answer.body()).path("checks")) {
      if (check.path("name").asText().equals("bowline")) {
        JsonNode parts = check.path("data");
        assertThat(parts.fieldNames())
            .toIterable()
            .containsExactlyInAnyOrder(
                "database", "data-folder", "ingest", "link", "outbox", "shared-port");
        parts
            .properties()
            .forEach(part -> {
              if (!part.getValue().asBoolean()) {
                missing.add(part.getKey());
              }
            });
      }
    }
    assertThat(answer.statusCode()).isEqualTo(missing.isEmpty() ? 200 : 503);
    return missing;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(management.resolve("/" + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
