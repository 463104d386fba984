package io.bowline.release.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/// What is attached to a release or an image, as far as its types tell.
public enum AttachmentKind {
  /// A bill of materials.
  CYCLONEDX,
  /// A bill of materials.
  SPDX,
  /// A statement about how something was built, as SLSA has it.
  PROVENANCE,
  /// Any other in-toto statement.
  IN_TOTO,
  COSIGN_SIGNATURE,
  /// The vendor's signature of a release, which runners judge.
  RELEASE_SIGNATURE,
  /// The vendor's next keys.
  TRUST_ROOT,
  OTHER;

  private static final String COSIGN = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.";
  private static final List<String> PREDICATES =
      List.of("in-toto.io/predicate-type", "dev.sigstore.bundle.predicateType", "predicateType");

  /// The word in the API and in events.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The kind of one layer of an attached manifest.
  public static AttachmentKind of(JsonNode manifest, JsonNode layer) {
    return of(
        artifactType(manifest), layer.path("mediaType").asText(""), predicate(manifest, layer));
  }

  /// What a manifest says that it is; may be empty.
  public static String artifactType(JsonNode manifest) {
    return manifest
        .path("artifactType")
        .asText(manifest.path("config").path("mediaType").asText(""));
  }

  /// What a statement is about, where an annotation tells it.
  private static String predicate(JsonNode manifest, JsonNode layer) {
    for (String name : PREDICATES) {
      for (JsonNode node : List.of(layer, manifest)) {
        String said = node.path("annotations").path(name).asText("");
        if (!said.isEmpty()) {
          return said;
        }
      }
    }
    return "";
  }

  private static AttachmentKind of(String artifactType, String mediaType, String predicate) {
    if (artifactType.equals(MediaTypes.SIGNATURE)) {
      return RELEASE_SIGNATURE;
    }
    if (artifactType.equals(MediaTypes.TRUST_ROOT)) {
      return TRUST_ROOT;
    }
    if (mediaType.equals(COSIGN)) {
      return COSIGN_SIGNATURE;
    }
    String types = (artifactType + " " + mediaType + " " + predicate).toLowerCase(Locale.ROOT);
    if (types.contains("cyclonedx")) {
      return CYCLONEDX;
    }
    if (types.contains("spdx")) {
      return SPDX;
    }
    if (types.contains("slsa")) {
      return PROVENANCE;
    }
    if (types.contains(BUNDLE)) {
      return predicate.isEmpty() || predicate.contains("cosign/sign") ? COSIGN_SIGNATURE : IN_TOTO;
    }
    return types.contains("in-toto") || types.contains("dsse") ? IN_TOTO : OTHER;
  }
}
