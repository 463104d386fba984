package io.bowline.registry.manifest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Every digest that occurs in a manifest, whatever its media type and wherever in it: what is
/// thrown away is chosen by this, so it knows too many rather than too few.
///
/// @param all the digests
/// @param subject the one it refers to, if any
public record ManifestNames(Set<Digest> all, Optional<Digest> subject) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

  public ManifestNames {
    all = Set.copyOf(all);
  }

  /// Reads a stored manifest.
  public static ManifestNames read(byte[] bytes) throws InvalidManifest {
    try {
      JsonNode root = JSON.readTree(bytes);
      Set<Digest> all = new HashSet<>();
      ArrayDeque<JsonNode> open = new ArrayDeque<>();
      open.add(root);
      while (!open.isEmpty()) {
        JsonNode node = open.remove();
        digest(node).ifPresent(all::add);
        node.forEach(open::add);
      }
      return new ManifestNames(all, digest(root.path("subject").path("digest")));
    } catch (JacksonException e) {
      throw new InvalidManifest("not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidManifest("not JSON: " + e.getMessage(), e);
    }
  }

  private static Optional<Digest> digest(JsonNode node) {
    return node.isTextual() && DIGEST.matcher(node.asText()).matches()
        ? Optional.of(Digest.parse(node.asText()))
        : Optional.empty();
  }
}
