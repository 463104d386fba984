package io.bowline.control.finding.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/// What was found, as the column keeps it.
final class FindingDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private FindingDocument() {}

  static String write(Finding finding) {
    ObjectNode document = JSON.createObjectNode().put("v", VERSION);
    document.put("kind", finding.kind().word());
    switch (finding) {
      case Finding.ForeignImage(var place, var image, var why, var pods, var since) -> {
        document
            .put("namespace", place.namespace())
            .put("workload", place.workload())
            .put("container", place.container())
            .put("pod", place.pod())
            .put("image", image)
            .put("why", why)
            .put("pods", pods);
        since.ifPresent(at -> document.put("since", at.toString()));
      }
      case Finding.BlockedImage(var image, var digest, var why, var severities) -> {
        document.put("image", image).put("why", why);
        digest.ifPresent(of -> document.put("digest", of.toString()));
        ArrayNode counts = document.putArray("severities");
        severities.forEach(
            one -> counts.addObject().put("severity", one.severity()).put("count", one.count()));
      }
      case Finding.Unchecked(var check, var why) ->
          document.put("check", check.word()).put("why", why);
    }
    return document.toString();
  }

  static Finding read(String text) {
    try {
      JsonNode document = JSON.readTree(text);
      if (document.path("v").asInt() != VERSION) {
        throw new IllegalStateException("a finding of version " + document.path("v"));
      }
      return switch (FindingKind.of(text(document, "kind"))) {
        case FOREIGN_IMAGE -> foreign(document);
        case BLOCKED_IMAGE -> blocked(document);
        case UNCHECKED ->
            new Finding.Unchecked(FindingKind.of(text(document, "check")), text(document, "why"));
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a finding in the database is no JSON", e);
    }
  }

  private static Finding foreign(JsonNode document) {
    return new Finding.ForeignImage(
        new Finding.Place(
            text(document, "namespace"),
            text(document, "workload"),
            text(document, "container"),
            text(document, "pod")),
        text(document, "image"),
        text(document, "why"),
        document.path("pods").asInt(),
        document.has("since")
            ? Optional.of(Instant.parse(text(document, "since")))
            : Optional.empty());
  }

  private static Finding blocked(JsonNode document) {
    var severities = new ArrayList<Finding.SeverityCount>();
    for (JsonNode one : document.path("severities")) {
      severities.add(new Finding.SeverityCount(text(one, "severity"), one.path("count").asLong()));
    }
    return new Finding.BlockedImage(
        text(document, "image"),
        document.has("digest")
            ? Optional.of(Digest.parse(text(document, "digest")))
            : Optional.empty(),
        text(document, "why"),
        severities);
  }

  private static String text(JsonNode document, String field) {
    return document.path(field).asText();
  }
}
