package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page on fleet providers, followed command by command.
class ProviderPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("bowline.root"), "docs/fleet-providers.md");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^bowline (fleet-provider (?:[^\\n]*\\\\\\n)*[^\\n]*)$");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROVIDER =
      """
      {"id":"74a6a81e-3f28-44e7-8e94-39f2e222b71d","organization":"acme","identifier":"x",
       "provider_type":"aws","configuration":{},
       "created_at":"2025-04-06T06:34:22.291391Z","updated_at":"2025-04-06T06:34:22.291412Z"}\
      """;

  @TempDir Path folder;

  @Test
  void everyCommandOfThePageRunsAsItStandsThere() throws IOException {
    for (String file : List.of("secret.txt", "key.json", "key.pem")) {
      Files.writeString(folder.resolve(file), "from " + file);
    }
    try (var api = new WrittenApi()) {
      String at = "organizations/acme/fleet-providers";
      String one = at + "/plf-fleet-manager";
      api.answer("POST " + at, 201, "application/json", PROVIDER);
      api.answer("GET " + at + "?limit=200", "{\"items\":[" + PROVIDER + "]}");
      api.answer("GET " + one, PROVIDER);
      api.answer("PATCH " + one, PROVIDER);
      api.answer("DELETE " + one, 204, "application/json", "");
      api.answer("POST " + one + "/validate", "{\"status\":\"valid\"}");
      var environment = new HashMap<>(api.operator(folder).environment());
      environment.put("NEW_SECRET", "from NEW_SECRET");
      var reader = new Run.User(folder, environment, "");

      List<String> commands =
          COMMAND.matcher(Files.readString(PAGE)).results().map(ProviderPageTest::line).toList();
      assertThat(commands).hasSizeGreaterThan(12);
      for (String command : commands) {
        Run run = reader.run(command.split(" +", -1));
        assertThat(run.code()).as(command + "\n" + run.err()).isZero();
      }
      assertThat(created(api))
          .extracting(sent -> sent.path("provider_type").asText())
          .containsExactlyInAnyOrder("aws", "gcp", "azure", "oci");
      assertThat(created(api))
          .allSatisfy(sent -> assertThat(sent.toString()).containsPattern("from (key|secret)"));
    }
    assertThat(JSON.readTree(folder.resolve("statements.json").toFile()))
        .isEqualTo(PermissionDocument.of(Cloud.ORACLE));
  }

  private static String line(MatchResult command) {
    return command.group(1).replaceAll("\\\\\\n", " ").strip();
  }

  private static List<JsonNode> created(WrittenApi api) throws IOException {
    var created = new ArrayList<JsonNode>();
    for (WrittenApi.Asked asked : api.asked()) {
      if (asked.body().contains("provider_type")) {
        created.add(JSON.readTree(asked.body()));
      }
    }
    return created;
  }
}
