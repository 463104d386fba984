package io.bowline.registry.manifest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.util.Optional;
import java.util.StringJoiner;

/// One page of a subject's referrers as an image index, built entry by entry.
public final class ReferrersPage {
  private static final JsonMapper JSON = new JsonMapper();
  private final Optional<String> artifactType;
  private final int maxEntries;
  private final int maxLength;
  private final StringJoiner entries = new StringJoiner(",");
  private int taken;
  private boolean full;
  private Optional<Digest> last = Optional.empty();

  /// @param artifactType the only type to list, if any
  public ReferrersPage(Optional<String> artifactType, int maxEntries, int maxLength) {
    this.artifactType = artifactType;
    this.maxEntries = maxEntries;
    this.maxLength = maxLength;
  }

  /// Adds an entry, or leaves it out when it is of another type.
  ///
  /// @param descriptor as `ManifestText.descriptor` wrote it
  /// @return false when the page is full and the entry belongs on the next one
  public boolean take(Digest referrer, String descriptor) throws IOException {
    if (artifactType.isEmpty() || artifactType.get().equals(typeOf(descriptor))) {
      full =
          taken > 0 && (taken >= maxEntries || entries.length() + descriptor.length() > maxLength);
      if (full) {
        return false;
      }
      entries.add(descriptor);
      taken++;
    }
    last = Optional.of(referrer);
    return true;
  }

  /// Behind which entry the next page begins; empty when there is none.
  public Optional<Digest> goesOnBehind() {
    return full ? last : Optional.empty();
  }

  /// The page as JSON text.
  public String json() {
    return "{\"schemaVersion\":2,\"mediaType\":\""
        + MediaTypes.INDEX
        + "\",\"manifests\":["
        + entries
        + "]}";
  }

  private static String typeOf(String descriptor) throws IOException {
    try {
      return JSON.readTree(descriptor).path("artifactType").asText("");
    } catch (JacksonException e) {
      throw new IOException("a stored referrers entry can no longer be read", e);
    }
  }
}
