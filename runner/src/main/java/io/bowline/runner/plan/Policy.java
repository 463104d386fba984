package io.bowline.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.release.trust.KeyRefused;
import io.bowline.release.trust.PublicKeyText;
import io.bowline.runner.step.StepException;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Who may admit a plan: the customer's own file, which lives on the customer's side.
public sealed interface Policy {
  /// Every plan of a trusted release is admitted.
  record Auto() implements Policy {}

  /// A plan needs a statement signed by one of these keys.
  record Signed(Map<String, PublicKeyText> approvers) implements Policy {
    public Signed {
      approvers = Map.copyOf(approvers);
    }
  }

  /// Reads the file again, since the customer may change it at any time. Without a file nothing is
  /// admitted.
  ///
  /// @throws StepException naming what is wrong with it
  static Policy read(Optional<Path> file) {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return new Signed(Map.of());
    }
    try {
      return switch (PlainYaml.parse(Files.readString(file.get()))) {
        case Parsed.Refused(var problems) ->
            throw refused(file.get(), problems.getFirst().message());
        case Parsed.Tree(JsonNode root, var _) -> of(root, file.get());
      };
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the policy " + file.get(), e);
    }
  }

  private static Policy of(JsonNode root, Path file) {
    return switch (root.path("mode").asText()) {
      case "auto" -> new Auto();
      case "signed" -> new Signed(approvers(root, file));
      default -> throw refused(file, "mode is neither 'auto' nor 'signed'");
    };
  }

  private static Map<String, PublicKeyText> approvers(JsonNode root, Path file) {
    var approvers = new TreeMap<String, PublicKeyText>();
    for (JsonNode approver : root.path("approvers")) {
      String keyId = approver.path("keyId").asText();
      try {
        approvers.put(keyId, PublicKeyText.read(approver.path("publicKey").asText()));
      } catch (KeyRefused e) {
        throw refused(file, "key " + keyId + ": " + e.getMessage());
      }
    }
    return approvers;
  }

  private static StepException refused(Path file, String why) {
    return new StepException("policy-refused", "the policy " + file + " cannot be used: " + why);
  }
}
