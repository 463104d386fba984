package io.bowline.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.simulator.json.Tree;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What a custom kind's schema makes of objects: unknown fields go, defaults come, and what does
/// not fit is refused in the same words, on any API server.
abstract class CustomSchemaSuite {
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String BOATS = "/apis/schema.bowline.example/v1/namespaces/default/boats";
  private static final int TRIES = 300;

  private static final String DEFINITION =
      """
      {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
       "metadata": {"name": "boats.schema.bowline.example"},
       "spec": {"group": "schema.bowline.example", "scope": "Namespaced",
        "names": {"plural": "boats", "singular": "boat", "kind": "Boat"},
        "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {
         "type": "object", "properties": {"spec": {"type": "object", "required": ["name"], "properties": {
          "name": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 8},
          "colour": {"type": "string", "enum": ["red", "blue"], "default": "red"},
          "size": {"type": "integer", "minimum": 1, "maximum": 10, "default": 3},
          "port": {"x-kubernetes-int-or-string": true},
          "tags": {"type": "array", "maxItems": 2, "items": {"type": "string"}},
          "crew": {"type": "array", "items": {"type": "object", "required": ["who"], "properties": {
           "who": {"type": "string"}, "rank": {"type": "string", "default": "sailor"}}}},
          "labels": {"type": "object", "additionalProperties": {"type": "string"}},
          "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
          "nothing": {"type": "string", "nullable": true}}}}}}}]}}
      """;

  /// The server to ask.
  abstract Target target() throws IOException;

  @TestFactory
  Stream<DynamicTest> whatIsKept() throws IOException, InterruptedException {
    define();
    return Stream.of(
        kept("{\"name\":\"abc\"}", "{\"name\":\"abc\",\"colour\":\"red\",\"size\":3}"),
        kept(
            "{\"name\":\"abc\",\"unknown\":1,\"free\":{\"a\":1}}",
            "{\"name\":\"abc\",\"free\":{\"a\":1},\"colour\":\"red\",\"size\":3}"),
        kept(
            "{\"name\":\"abc\",\"port\":80}",
            "{\"name\":\"abc\",\"port\":80,\"colour\":\"red\",\"size\":3}"),
        kept(
            "{\"name\":\"abc\",\"port\":\"http\"}",
            "{\"name\":\"abc\",\"port\":\"http\",\"colour\":\"red\",\"size\":3}"),
        kept(
            "{\"name\":\"abc\",\"crew\":[{\"who\":\"x\"}]}",
            "{\"name\":\"abc\",\"crew\":[{\"who\":\"x\",\"rank\":\"sailor\"}],\"colour\":\"red\",\"size\":3}"),
        kept(
            "{\"name\":\"abc\",\"labels\":{\"a\":\"b\"},\"nothing\":null,\"colour\":null}",
            "{\"name\":\"abc\",\"labels\":{\"a\":\"b\"},\"nothing\":null,\"colour\":\"red\",\"size\":3}"));
  }

  @TestFactory
  Stream<DynamicTest> whatIsRefused() throws IOException, InterruptedException {
    define();
    return Stream.of(
        refused("{}", "spec.name: Required value"),
        refused(
            "{\"name\":\"abc\",\"size\":\"big\"}",
            "spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\""),
        refused(
            "{\"name\":\"abc\",\"size\":1.5}",
            "spec.size: Invalid value: \"number\": spec.size in body must be of type integer: \"number\""),
        refused(
            "{\"name\":\"abc\",\"size\":0}",
            "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1"),
        refused(
            "{\"name\":\"abc\",\"size\":11}",
            "spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10"),
        refused(
            "{\"name\":\"ABC\"}",
            "spec.name: Invalid value: \"ABC\": spec.name in body should match '^[a-z]+$'"),
        refused("{\"name\":\"abcdefghij\"}", "spec.name: Too long: may not be more than 8 bytes"),
        refused(
            "{\"name\":\"abc\",\"colour\":\"pink\"}",
            "spec.colour: Unsupported value: \"pink\": supported values: \"red\", \"blue\""),
        refused(
            "{\"name\":\"abc\",\"port\":true}",
            "spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\""),
        refused(
            "{\"name\":\"abc\",\"tags\":[\"a\",\"b\",\"c\"]}",
            "spec.tags: Too many: 3: must have at most 2 items"),
        refused(
            "{\"name\":\"abc\",\"tags\":[1]}",
            "spec.tags[0]: Invalid value: \"integer\": spec.tags[0] in body must be of type string: \"integer\""),
        refused(
            "{\"name\":\"abc\",\"crew\":[{\"rank\":\"x\"}]}", "spec.crew[0].who: Required value"),
        refused(
            "{\"name\":\"abc\",\"labels\":{\"a\":1}}",
            "spec.labels.a: Invalid value: \"integer\": spec.labels.a in body must be of type string: \"integer\""),
        refused(
            "\"text\"",
            "spec: Invalid value: \"string\": spec in body must be of type object: \"string\""),
        refused(
            "{\"size\":0,\"colour\":\"pink\"}",
            "spec.name: Required value",
            "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1",
            "spec.colour: Unsupported value: \"pink\": supported values: \"red\", \"blue\""));
  }

  /// A client may ask not to be let through with fields that the kind does not have.
  @Test
  void unknownFieldsAreRefusedWhereTheClientIsStrict() throws IOException, InterruptedException {
    define();
    String spec = "{\"name\":\"abc\",\"nope\":1,\"crew\":[{\"who\":\"x\",\"age\":3}]}";
    HttpResponse<byte[]> strict = ask("POST", BOATS + "?dryRun=All&fieldValidation=Strict", spec);
    assertThat(strict.statusCode()).isEqualTo(400);
    assertThat(message(strict))
        .isEqualTo(
            "Boat in version \"v1\" cannot be handled as a Boat: strict decoding error:"
                + " unknown field \"spec.crew[0].age\", unknown field \"spec.nope\"");
    HttpResponse<byte[]> warned = ask("POST", BOATS + "?dryRun=All", spec);
    assertThat(warned.statusCode()).isEqualTo(201);
    assertThat(String.join(", ", warned.headers().allValues("Warning")))
        .isEqualTo(
            "299 - \"unknown field \\\"spec.crew[0].age\\\"\","
                + " 299 - \"unknown field \\\"spec.nope\\\"\"");
    HttpResponse<byte[]> ignored = ask("POST", BOATS + "?dryRun=All&fieldValidation=Ignore", spec);
    assertThat(ignored.headers().allValues("Warning")).isEmpty();
  }

  /// A server-side apply cannot merge what has no type, however little the client asks for.
  @Test
  void unknownFieldsAreNeverApplied() throws IOException, InterruptedException {
    define();
    HttpResponse<byte[]> applied =
        ask("PATCH", BOATS + "/b?dryRun=All&fieldManager=me", "{\"name\":\"abc\",\"nope\":1}");
    assertThat(applied.statusCode()).isEqualTo(500);
    assertThat(message(applied))
        .isEqualTo(
            "failed to create typed patch object (/b; schema.bowline.example/v1, Kind=Boat):"
                + " .spec.nope: field not declared in schema");
  }

  private static String message(HttpResponse<byte[]> answer) {
    return Tree.parse(answer.body()).path("message").asText();
  }

  private DynamicTest kept(String spec, String expected) {
    return dynamicTest(
        spec,
        () -> {
          HttpResponse<byte[]> answer = create(spec);
          assertThat(answer.statusCode()).isEqualTo(201);
          assertThat(Tree.parse(answer.body()).path("spec"))
              .isEqualTo(Tree.parse(expected.getBytes(StandardCharsets.UTF_8)));
        });
  }

  private DynamicTest refused(String spec, String... causes) {
    return dynamicTest(
        spec,
        () -> {
          HttpResponse<byte[]> answer = create(spec);
          assertThat(answer.statusCode()).isEqualTo(422);
          JsonNode status = Tree.parse(answer.body());
          Set<String> told = new HashSet<>();
          for (JsonNode cause : status.path("details").path("causes")) {
            told.add(cause.path("field").asText() + ": " + cause.path("message").asText());
          }
          assertThat(told).containsExactlyInAnyOrder(causes);
          assertThat(status.path("message").asText())
              .startsWith("Boat.schema.bowline.example \"b\" is invalid: ");
        });
  }

  private HttpResponse<byte[]> create(String spec) throws IOException, InterruptedException {
    return ask("POST", BOATS + "?dryRun=All", spec);
  }

  private HttpResponse<byte[]> ask(String method, String path, String spec)
      throws IOException, InterruptedException {
    String boat =
        """
        {"apiVersion": "schema.bowline.example/v1", "kind": "Boat", "metadata": {"name": "b"}, "spec": %s}
        """
            .formatted(spec);
    String type = method.equals("PATCH") ? "application/apply-patch+yaml" : "application/json";
    return target()
        .ask(method, path, Map.of("Content-Type", type), boat.getBytes(StandardCharsets.UTF_8));
  }

  private void define() throws IOException, InterruptedException {
    post(DEFINITIONS, DEFINITION);
    for (int i = 0; i < TRIES; i++) {
      if (create("{\"name\":\"abc\"}").statusCode() == 201) {
        return;
      }
      if (new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts down");
      }
    }
    throw new IOException("the custom kind is not served");
  }

  private HttpResponse<byte[]> post(String path, String body)
      throws IOException, InterruptedException {
    return target()
        .ask(
            "POST",
            path,
            Map.of("Content-Type", "application/json"),
            body.getBytes(StandardCharsets.UTF_8));
  }
}
