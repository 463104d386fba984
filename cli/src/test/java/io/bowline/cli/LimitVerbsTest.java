package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bowline org limits` and `bowline org limit`.
class LimitVerbsTest {
  private static final String PATH = "organizations/acme/registry-limits";
  private static final String LIMITS =
      """
      {"requestsPerSecond":200,"transfers":9,"bytesPerDay":0,"setBy":"staff/owner",
       "day":"2026-01-02","bytesPulled":4294967297,"transfersNow":3,
       "bytesStored":1099511627776,"repositories":10000,
       "held":{"bytes":77777,"uploading":55,"repositories":6}}\
      """;

  @TempDir private Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    Map<String, String> environment =
        Map.of(
            "BOWLINE_SERVER", api.base().toString(),
            "BOWLINE_TOKEN", "s3same",
            "BOWLINE_ORG", "acme");
    operator = new Run.User(folder, environment, "");
    api.answer("GET " + PATH, LIMITS);
    api.answer("PUT " + PATH, LIMITS);
    api.answer("DELETE " + PATH, "");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void limitsAreShownWithTheirUse() {
    Run run = operator.run("org", "limits");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("REQUESTS/S:", "200", "4294967297", "staff/owner")
        .contains("SENDING:")
        .contains("1099511627776", "77777", "HELD REPOSITORIES:");
  }

  @Test
  void whatIsLeftOutIsTheDefaultAndWithoutAnythingAllIs() {
    Run set = operator.run("org", "limit", "--transfers", "9", "--bytes-per-day", "0");
    assertThat(set.code()).as(set.err()).isZero();
    assertThat(api.asked().getLast().body())
        .contains("\"transfers\":9", "\"bytesPerDay\":0")
        .doesNotContain("requestsPerSecond");
    Run quota = operator.run("org", "limit", "--bytes-stored", "5", "--repositories", "3");
    assertThat(quota.code()).as(quota.err()).isZero();
    assertThat(api.asked().getLast().body()).contains("\"bytesStored\":5", "\"repositories\":3");
    Run unset = operator.run("org", "limit");
    assertThat(unset.code()).as(unset.err()).isZero();
    assertThat(api.asked()).anyMatch(asked -> asked.toString().contains("DELETE"));
  }
}
