package io.bowline.control.edge.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/// Bounds what a request's body may hold. The listener itself takes images and so has no bound that
/// would help here.
@Singleton
public final class JsonLimits implements ObjectMapperCustomizer {
  /// The largest body of the API.
  static final int DOCUMENT = 1024 * 1024;

  private static final int DEPTH = 50;
  private static final int STRING = 512 * 1024;

  @Override
  public void customize(ObjectMapper mapper) {
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(DOCUMENT)
                .maxNestingDepth(DEPTH)
                .maxStringLength(STRING)
                .build());
  }
}
