package io.bowline.release.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import java.util.Optional;

/// What a vendor's key says about the manifest of a release.
public sealed interface Statement {
  /// Whose release.
  String product();

  /// Its place among the product's releases.
  long sequence();

  /// Digest of the release's manifest.
  Digest manifest();

  /// This manifest is that release.
  record Published(String product, String version, long sequence, Digest manifest)
      implements Statement {}

  /// An install may go back to this release, provided that it has seen none newer than `from`: the
  /// permission ends with the next release.
  record Return(String product, long sequence, Digest manifest, long from) implements Statement {}

  /// Signs it.
  ///
  /// @return the bytes of the envelope
  default byte[] sign(SigningKey key) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("formatVersion", 1);
    payload.put("product", product());
    switch (this) {
      case Published published -> payload.put("version", published.version());
      case Return back -> payload.put("from", back.from());
    }
    payload.put("sequence", sequence());
    payload.put("manifest", manifest().toString());
    payload.put("keyId", key.id().value());
    return Envelope.unsigned(payloadType(), payload).signedBy(key).write();
  }

  private String payloadType() {
    return switch (this) {
      case Published _ -> StatementText.PUBLISHED;
      case Return _ -> StatementText.RETURN;
    };
  }

  /// The payload types and the reader of statements.
  final class StatementText {
    static final String PUBLISHED = "application/vnd.bowline.release.statement.v1+json";
    static final String RETURN = "application/vnd.bowline.release.return.v1+json";

    private StatementText() {}

    static Optional<Statement> read(Envelope envelope) {
      return envelope.content().flatMap(node -> read(envelope.type(), node));
    }

    private static Optional<Statement> read(String type, JsonNode node) {
      if (node.path("formatVersion").asInt() != 1 || !node.path("sequence").isIntegralNumber()) {
        return Optional.empty();
      }
      try {
        String product = node.path("product").asText();
        long sequence = node.path("sequence").asLong();
        Digest manifest = Digest.parse(node.path("manifest").asText());
        return switch (type) {
          case PUBLISHED ->
              Optional.of(
                  new Published(product, node.path("version").asText(), sequence, manifest));
          case RETURN ->
              Optional.of(new Return(product, sequence, manifest, node.path("from").asLong()));
          case String _ -> Optional.empty();
        };
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // no digest is no statement
      }
    }
  }
}
