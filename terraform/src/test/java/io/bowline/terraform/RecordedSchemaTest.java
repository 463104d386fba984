package io.bowline.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Terraform;
import io.bowline.testkit.terraform.StandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was recorded is what the real provider says, where there is one to ask.
@Tag("real")
@RequiresPart("terraform")
class RecordedSchemaTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> NOT_RECORDED =
      List.of("description", "description_kind", "deprecated");

  @TempDir Path scratch;

  @Test
  void thatOfAwsIsWhatTheRealProviderSays() throws Exception {
    JsonNode recorded = new StandIn("aws", "{}").recorded();
    Files.writeString(
        scratch.resolve("main.tf"),
        """
        terraform {
          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = "%s"
            }
          }
        }
        """
            .formatted(recorded.path("version").asText()));
    Terraform terraform = Terraform.real(scratch, scratch);
    terraform.require(0, "init", "-no-color");
    JsonNode real =
        JSON.readTree(terraform.require(0, "providers", "schema", "-json", "-no-color"))
            .path("provider_schemas")
            .path(recorded.path("source").asText());

    assertThat(recorded.path("resource_schemas").size()).isGreaterThan(20);
    for (String kinds : List.of("resource_schemas", "data_source_schemas")) {
      for (var kind : recorded.path(kinds).properties()) {
        assertThat(kind.getValue())
            .as(kind.getKey())
            .isEqualTo(plain(real.path(kinds).path(kind.getKey())));
      }
    }
  }

  /// Without words for people, and without what is empty or false.
  private static JsonNode plain(JsonNode node) {
    JsonNode copy = node.deepCopy();
    prune(copy);
    return copy;
  }

  private static void prune(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .removeIf(field ->
              (NOT_RECORDED.contains(field.getKey()) && !field.getValue().isObject())
                  || (field.getValue().isBoolean() && !field.getValue().asBoolean()));
    }
    if (!node.has("type") || node.path("type").isObject()) {
      node.forEach(RecordedSchemaTest::prune);
    }
  }
}
