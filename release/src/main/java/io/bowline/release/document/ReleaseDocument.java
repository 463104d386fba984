package io.bowline.release.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.release.Release;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The JSON form of a release, as it stands in the config blob of its OCI artifact.
public final class ReleaseDocument {
  /// What is read and written; a reader refuses a newer one rather than dropping what it means.
  public static final int FORMAT_VERSION = 1;

  /// Larger documents are refused unread.
  public static final int MAX_BYTES = 1024 * 1024;

  static final String FORMAT_KEY = "formatVersion";

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(60)
                          .maxStringLength(MAX_BYTES)
                          .maxNumberLength(40)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ReleaseDocument() {}

  /// Reads and checks a document.
  public static Reading read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return invalid("the document is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return read(JSON.readTree(bytes));
    } catch (JsonProcessingException e) {
      return invalid("the document is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /// Checks a document that is already data.
  public static Reading read(JsonNode tree) {
    List<Problem> problems = new ArrayList<>();
    Optional<Release> release = new DocumentReader(problems).release(tree);
    release.ifPresent(r -> problems.addAll(ReleaseRules.check(r)));
    return problems.isEmpty() && release.isPresent()
        ? new Reading.Valid(release.get())
        : new Reading.Invalid(problems);
  }

  /// The one byte form of a release; reading it gives an equal release.
  public static byte[] write(Release release) {
    return new DocumentWriter().document(release).toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The published JSON Schema of the document.
  public static byte[] schema() {
    try (InputStream in =
        ReleaseDocument.class.getResourceAsStream("/io/bowline/release/release-v1.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the schema is part of this module");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the schema", e);
    }
  }

  private static Reading invalid(String message) {
    return new Reading.Invalid(List.of(new Problem("", message)));
  }
}
