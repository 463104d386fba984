package io.bowline.control.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class OwnMetricsTest {
  private static final List<String> NAMES =
      List.of(
          "bowline_hosted_silent",
          "bowline_jobs",
          "bowline_link_streams",
          "bowline_outbox_waiting",
          "bowline_outbox_lag_seconds",
          "bowline_database_connections",
          "bowline_database_waiting",
          "bowline_log_dropped_total",
          "bowline_ingest_bytes_total",
          "bowline_ingest_entries_total",
          "bowline_ingest_refused_total");

  @TestHTTPResource(value = "/metrics", management = true)
  URI address;

  @Inject OwnMetrics metrics;

  @Test
  void theManagementPortTellsWhatTheGuideSays() throws Exception {
    metrics.look();

    String text =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
            .body();

    String guide = Files.readString(Path.of("..", "docs", "operations.md"));
    for (String name : NAMES) {
      if (!name.equals("bowline_jobs")) {
        assertThat(text).as(name).containsPattern("(?m)^" + name + "[{ ]");
      }
      assertThat(guide).as("docs/operations.md").contains("`" + name + "`");
    }
    assertThat(text).contains("bowline_database_connections{state=\"active\"}");
  }
}
