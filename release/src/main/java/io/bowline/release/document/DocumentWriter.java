package io.bowline.release.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.release.Component;
import io.bowline.model.release.HealthCheck;
import io.bowline.model.release.InputSpec;
import io.bowline.model.release.MirroredImage;
import io.bowline.model.release.Release;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A release into data, with keys in one order, so that equal releases have equal bytes.
final class DocumentWriter {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private final JsonNodeFactory make = JsonNodeFactory.instance;

  ObjectNode document(Release release) {
    ObjectNode document = make.objectNode();
    document.put(ReleaseDocument.FORMAT_KEY, ReleaseDocument.FORMAT_VERSION);
    document.put("product", release.product());
    document.put("version", release.version());
    document.put("sequence", release.sequence());
    document.put("notes", release.notes());
    ArrayNode inputs = document.putArray("inputs");
    release.inputs().forEach(input -> inputs.add(input(input)));
    ArrayNode images = document.putArray("images");
    release.images().forEach(image -> images.add(image(image)));
    ArrayNode components = document.putArray("components");
    release.components().forEach(component -> components.add(component(component)));
    return document;
  }

  private ObjectNode input(InputSpec input) {
    ObjectNode node = make.objectNode();
    node.put("name", input.name());
    node.put("type", lower(input.type()));
    node.put("required", input.required());
    input.defaultValue().ifPresent(value -> node.put("default", value));
    node.put("help", input.help());
    return node;
  }

  private ObjectNode image(MirroredImage image) {
    ObjectNode node = make.objectNode();
    node.put("name", image.name());
    node.put("source", image.source());
    node.put("repository", image.repository());
    node.put("digest", image.digest().toString());
    return node;
  }

  private ObjectNode component(Component component) {
    ObjectNode node = make.objectNode();
    switch (component) {
      case Component.Helm helm -> {
        common(node, "helm", helm.common());
        node.put("chart", helm.chart().toString());
        node.put("namespace", helm.namespace());
        node.put("releaseName", helm.releaseName());
        node.put("values", helm.values());
      }
      case Component.Terraform terraform -> {
        common(node, "terraform", terraform.common());
        node.put("module", terraform.module().toString());
        ObjectNode variables = node.putObject("variables");
        new TreeMap<>(terraform.variables())
            .forEach((name, json) -> variables.set(name, read(json)));
      }
      case Component.Image image -> {
        common(node, "image", image.common());
        node.put("image", image.image());
        image.run().ifPresent(run -> workload(node.putObject("run"), run));
      }
    }
    return node;
  }

  private void common(ObjectNode node, String kind, Component.Common common) {
    node.put("kind", kind);
    node.put("name", common.name().value());
    ArrayNode after = node.putArray("after");
    common.after().stream().sorted().forEach(name -> after.add(name.value()));
    node.put("timeout", Spans.print(common.timeout()));
    node.put("reversibility", lower(common.reversibility()));
    ArrayNode health = node.putArray("health");
    common.health().forEach(check -> health.add(health(check)));
  }

  private ObjectNode health(HealthCheck check) {
    ObjectNode node = make.objectNode();
    return switch (check) {
      case HealthCheck.WorkloadsReady ready ->
          node.put("kind", "workloads-ready").put("stableFor", Spans.print(ready.stableFor()));
      case HealthCheck.HttpGet get ->
          node.put("kind", "http-get")
              .put("service", get.service())
              .put("port", get.port())
              .put("path", get.path());
      case HealthCheck.Metrics metrics ->
          node.put("kind", "metrics").put("port", metrics.port()).put("path", metrics.path());
    };
  }

  private static void workload(ObjectNode node, Component.Workload run) {
    node.put("namespace", run.namespace());
    node.put("replicas", run.replicas());
    ArrayNode command = node.putArray("command");
    run.command().forEach(command::add);
    texts(node.putObject("environment"), run.environment());
    ObjectNode ports = node.putObject("ports");
    new TreeMap<>(run.ports()).forEach(ports::put);
    texts(node.putObject("limits"), run.limits());
  }

  private static void texts(ObjectNode node, Map<String, String> texts) {
    new TreeMap<>(texts).forEach(node::put);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a variable is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
