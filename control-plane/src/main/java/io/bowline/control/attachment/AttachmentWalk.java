package io.bowline.control.attachment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.attachment.Attachment.Place;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.AttachmentKind;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Finds what is attached to one manifest and to what it consists of: by the referrers API, by
/// cosign's tags, and in an index what builders put beside their images.
final class AttachmentWalk {
  /// More of one release or image than anybody attaches.
  static final int MOST = 500;

  private static final int DEEPEST = 3;
  private static final int LARGEST_ENVELOPE = 256 * 1024;
  private static final String ABOUT = "vnd.docker.reference.digest";
  private static final List<String> COSIGN = List.of(".sig", ".att", ".sbom");
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(30).build())
                  .build())
          .build();

  private final AttachmentShelf shelf;
  private final TreeMap<String, Attachment> found = new TreeMap<>();
  private final Set<Digest> looked = new HashSet<>();

  AttachmentWalk(AttachmentShelf shelf) {
    this.shelf = shelf;
  }

  /// Everything about a release or an image, in the order of positions.
  List<Attachment> of(Place place) {
    look(place, 0);
    return List.copyOf(found.values());
  }

  private void look(Place at, int depth) {
    if (depth > DEEPEST || looked.size() >= MOST || !looked.add(at.subject())) {
      return;
    }
    parts(at, depth);
    for (JsonNode entry : tree(shelf.referrers(at.repository(), at.subject())).path("manifests")) {
      digest(entry).ifPresent(manifest -> bring(at, manifest, depth));
    }
    String name = at.subject().algorithm().label() + "-" + at.subject().hex();
    for (String suffix : COSIGN) {
      shelf
          .tagged(at.repository(), name + suffix)
          .ifPresent(bytes -> contents(at, Digest.of(bytes), tree(Optional.of(bytes))));
    }
  }

  /// The platforms of an index, and what it says about them.
  private void parts(Place at, int depth) {
    JsonNode index = tree(shelf.manifest(at.repository(), at.subject()));
    for (JsonNode entry : index.path("manifests")) {
      Optional<Digest> about = parsed(entry.path("annotations").path(ABOUT));
      Optional<Digest> part = digest(entry);
      if (part.isPresent() && about.isPresent()) {
        bring(at.about(about.get()), part.get(), depth);
      } else if (part.isPresent()) {
        look(at.about(part.get()), depth + 1);
      }
    }
  }

  /// What a manifest brings, and what is about that in its turn.
  private void bring(Place at, Digest manifest, int depth) {
    contents(at, manifest, tree(shelf.manifest(at.repository(), manifest)));
    look(at.about(manifest), depth + 1);
  }

  private void contents(Place at, Digest manifest, JsonNode tree) {
    for (JsonNode layer : tree.path("layers")) {
      Optional<Digest> digest = digest(layer);
      long size = layer.path("size").asLong(-1);
      if (digest.isEmpty() || size < 0 || found.size() >= MOST) {
        continue;
      }
      String mediaType = layer.path("mediaType").asText();
      AttachmentKind kind = AttachmentKind.of(tree, layer);
      var one =
          new Attachment(
              at,
              kind,
              manifest,
              digest.get(),
              size,
              mediaType,
              AttachmentKind.artifactType(tree),
              key(at.repository(), digest.get(), size, kind));
      found.put(one.position(), one);
    }
  }

  /// An envelope names the key itself; what else names one does so in an annotation of nobody's.
  private Optional<String> key(String repository, Digest digest, long size, AttachmentKind kind) {
    boolean signed =
        switch (kind) {
          case COSIGN_SIGNATURE, RELEASE_SIGNATURE, TRUST_ROOT, IN_TOTO, PROVENANCE -> true;
          case CYCLONEDX, SPDX, OTHER -> false;
        };
    if (!signed || size > LARGEST_ENVELOPE) {
      return Optional.empty();
    }
    JsonNode tree = tree(shelf.blob(repository, digest, LARGEST_ENVELOPE));
    for (String pointer :
        List.of(
            "/signatures/0/keyid",
            "/verificationMaterial/publicKey/hint",
            "/dsseEnvelope/signatures/0/keyid")) {
      String said = tree.at(pointer).asText("");
      if (!said.isEmpty() && said.length() <= 200 && said.chars().allMatch(c -> c > 31)) {
        return Optional.of(said);
      }
    }
    return Optional.empty();
  }

  private static Optional<Digest> digest(JsonNode descriptor) {
    return parsed(descriptor.path("digest"));
  }

  private static Optional<Digest> parsed(JsonNode text) {
    try {
      return Optional.of(Digest.parse(text.asText("")));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the registry keeps what clients push, also what refers to nothing
    }
  }

  /// Of what is there and JSON; anything may have been pushed.
  private static JsonNode tree(Optional<byte[]> bytes) {
    try {
      return bytes.isPresent() ? JSON.readTree(bytes.get()) : JSON.nullNode();
    } catch (IOException e) {
      return JSON.nullNode();
    }
  }
}
