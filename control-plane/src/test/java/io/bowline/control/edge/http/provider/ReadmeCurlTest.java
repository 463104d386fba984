package io.bowline.control.edge.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.testkit.RequiresPart;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's own call, by the program that it names.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Tag("real")
@RequiresPart("curl")
class ReadmeCurlTest {
  private static final String MARK = "<!-- run: fleet-provider -->\n```sh\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  @Test
  void theCallOfTheReadmeMakesAFleetProvider() throws Exception {
    TestCaller staff =
        TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    String org = staff.organization();
    String name = staff.get("/api/v1/organizations/" + org).body().path("name").asText();

    JsonNode answer = JSON.readTree(ran(block().replace("northwind", name)));

    assertThat(answer.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "id",
            "organization",
            "identifier",
            "provider_type",
            "configuration",
            "created_at",
            "updated_at");
    assertThat(answer.path("organization").asText()).isEqualTo(name);
    assertThat(answer.path("identifier").asText()).isEqualTo("plf-fleet-manager");
    assertThat(answer.path("configuration").path("aws_access_secret").asText())
        .isEqualTo("********");
    assertThat(
            staff
                .get("/organizations/" + name + "/fleet-providers/plf-fleet-manager/")
                .body()
                .path("id"))
        .isEqualTo(answer.path("id"));
  }

  private static String block() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    assertThat(readme).containsOnlyOnce(MARK);
    String from = readme.substring(readme.indexOf(MARK) + MARK.length());
    return from.substring(0, from.indexOf("\n```"));
  }

  private String ran(String block) throws IOException, InterruptedException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), authority.bundlePem());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", "-euc", block))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("BOWLINE_SERVER", "https://localhost:" + address.getPort());
    builder.environment().put("BOWLINE_CA", ca.toString());
    builder.environment().put("BOWLINE_TOKEN", owner.token());
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("curl did not end: " + Files.readString(err));
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return Files.readString(out);
  }
}
