package io.bowline.control.edge.http.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Complaint;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.Kubeconfig;
import io.bowline.cloud.kubeconfig.KubeconfigReading;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.ProblemMappers;
import io.bowline.control.edge.http.documented.Documented;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads bodies that may hold a kubeconfig, as JSON or as a form; nothing of them is written down.
@Singleton
final class Uploads {
  /// A file of 1 MiB, all of whose characters JSON had to escape.
  private static final int LARGEST_BODY = 6 * Kubeconfig.MAX_BYTES + 64 * 1024;

  private static final Set<String> NUMBERS = Set.of("max_tenants", "max_kafka_units");
  private static final Set<String> DOCUMENTS = Set.of("advanced_config", "placement_config");

  private final InstantSource clock;
  private final ObjectMapper json;

  Uploads(InstantSource clock, ObjectMapper json) {
    this.clock = clock;
    this.json = json.copy();
    StreamReadConstraints narrow = json.getFactory().streamReadConstraints();
    this.json
        .getFactory()
        .setStreamReadConstraints(
            narrow.rebuild().maxDocumentLength(LARGEST_BODY).maxStringLength(LARGEST_BODY).build());
  }

  /// Reads a body.
  ///
  /// @param contentType of the request
  <T> T read(InputStream body, String contentType, Class<T> type) {
    byte[] bytes;
    try {
      bytes = body.readNBytes(LARGEST_BODY + 1);
    } catch (IOException e) {
      throw ProblemException.unreadable("The body ended before it was whole.");
    }
    if (bytes.length > LARGEST_BODY) {
      throw tooLarge();
    }
    try {
      T sent =
          contentType.toLowerCase(Locale.ROOT).startsWith("multipart/")
              ? json.treeToValue(tree(FormBody.read(bytes, contentType)), type)
              : json.readerFor(type)
                  .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                  .readValue(bytes);
      if (sent == null) {
        throw ProblemException.unreadable("The request needs a body.");
      }
      return sent;
    } catch (JsonProcessingException e) {
      throw ProblemMappers.problem(e).as400();
    } catch (IOException e) {
      throw ProblemException.unreadable("The body is not JSON.");
    }
  }

  private ObjectNode tree(Map<String, String> parts) throws JsonProcessingException {
    ObjectNode tree = json.createObjectNode();
    for (Map.Entry<String, String> part : parts.entrySet()) {
      String name = part.getKey();
      if (NUMBERS.contains(name)) {
        tree.put(name, number(name, part.getValue()));
      } else if (DOCUMENTS.contains(name)) {
        tree.set(name, json.readTree(part.getValue()));
      } else {
        tree.put(name, part.getValue());
      }
    }
    return tree;
  }

  private static int number(String name, String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw ProblemException.badField(name, "The field %s must be a whole number.".formatted(name));
    }
  }

  private static ProblemException tooLarge() {
    return ProblemException.of(
        413,
        "Content too large",
        "The kubeconfig is larger than 1 MiB. kubectl config view --flatten --minify writes a file"
            + " with one context and nothing else.");
  }

  /// One context of a file, which has to be fit.
  ClusterAccess access(String kubeconfig, @Nullable String context) {
    byte[] file = kubeconfig.getBytes(UTF_8);
    if (file.length > Kubeconfig.MAX_BYTES) {
      throw tooLarge();
    }
    if (context != null && context.isBlank()) {
      throw ProblemException.badField(
          "context", "The field context must name a context; leave it out for the current one.");
    }
    return switch (Kubeconfig.read(file, Optional.ofNullable(context), clock.instant())) {
      case KubeconfigReading.Good(ClusterAccess access) -> access;
      case KubeconfigReading.ContextNeeded(List<String> names) ->
          throw ProblemException.badField(
              "context",
              "The field context is missing: the kubeconfig has several contexts, and none of them is the current one. Choose one of %s."
                  .formatted(String.join(", ", names)));
      case KubeconfigReading.Refused(List<Complaint> complaints) ->
          throw Documented.refused(complaints.stream().map(Uploads::below).toList());
    };
  }

  /// What is wrong inside of the file, as a part of the body.
  private static Complaint below(Complaint inside) {
    String field = inside.field().isEmpty() ? "kubeconfig" : "kubeconfig." + inside.field();
    String end = inside.message().endsWith(".") ? "" : ".";
    return new Complaint(field, inside.message() + end);
  }
}
