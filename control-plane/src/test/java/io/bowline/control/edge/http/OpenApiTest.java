package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class OpenApiTest {
  private static final Path PAGE =
      Path.of(System.getProperty("bowline.root"), "docs", "openapi.yaml");

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;

  @Test
  void theCommittedDescriptionIsCurrent() throws IOException {
    String current =
        TestCaller.to(address.getPort(), TestTrust.of(authority))
            .get("/api/v1/openapi")
            .raw()
            .body();
    if ("1".equals(System.getenv("BOWLINE_WRITE"))) {
      Files.writeString(PAGE, current);
    }
    assertThat(Files.readString(PAGE))
        .as("run this test with BOWLINE_WRITE=1 and commit docs/openapi.yaml")
        .isEqualTo(current);
  }
}
