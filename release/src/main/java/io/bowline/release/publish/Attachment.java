package io.bowline.release.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.release.bundle.BundleRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Something that an author's folder brings about the release: a bill of materials, or where it
/// comes from.
///
/// @param title the file's name
@SuppressWarnings("ArrayRecordComponent")
public record Attachment(Kind kind, String title, byte[] bytes) {
  /// The folder with such files.
  public static final String FOLDER = "attachments";

  private static final int MOST = 20;
  private static final long MOST_BYTES = 16L << 20;

  /// What a file is known by, and what it has to say of itself.
  public enum Kind {
    CYCLONEDX(".cdx.json", "application/vnd.cyclonedx+json", "bomFormat"),
    SPDX(".spdx.json", "application/spdx+json", "spdxVersion"),
    PROVENANCE(".intoto.json", "application/vnd.in-toto+json", "predicateType"),
    SIGNED_PROVENANCE(".dsse.json", "application/vnd.dsse.envelope.v1+json", "payloadType");

    private final String suffix;
    private final String mediaType;
    private final String field;

    Kind(String suffix, String mediaType, String field) {
      this.suffix = suffix;
      this.mediaType = mediaType;
      this.field = field;
    }

    String mediaType() {
      return mediaType;
    }
  }

  /// Reads those of a release's folder, in the order of their names.
  ///
  /// @throws BundleRefused naming the file that is none of them
  public static List<Attachment> of(Path folder) throws IOException {
    Path place = folder.resolve(FOLDER);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(place)) {
      files = all.limit(MOST + 1L).sorted().toList();
    }
    if (files.size() > MOST) {
      throw new BundleRefused(FOLDER + " has more than " + MOST + " files");
    }
    List<Attachment> attachments = new ArrayList<>();
    for (Path file : files) {
      attachments.add(read(file));
    }
    return attachments;
  }

  private static Attachment read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    String at = FOLDER + "/" + name;
    Kind kind =
        Stream.of(Kind.values())
            .filter(one -> name.endsWith(one.suffix))
            .findFirst()
            .orElseThrow(() ->
                new BundleRefused(
                    at
                        + " is called like none of "
                        + Stream.of(Kind.values()).map(one -> "*" + one.suffix).toList()));
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw new BundleRefused(at + " is no file of at most " + MOST_BYTES + " bytes");
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      JsonNode tree = JsonMapper.builder().build().readTree(bytes);
      if (!tree.path(kind.field).isTextual()) {
        throw new BundleRefused(at + " has no '" + kind.field + "': it is not what its name says");
      }
    } catch (JsonProcessingException e) {
      throw new BundleRefused(at + " is not JSON");
    }
    return new Attachment(kind, name, bytes);
  }

  @Override
  public String toString() {
    return title;
  }
}
