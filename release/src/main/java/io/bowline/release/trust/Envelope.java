package io.bowline.release.trust;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A payload with signatures over its exact bytes and its type, in the DSSE form.
final class Envelope {
  static final int MAX_BYTES = 256 * 1024;

  private static final int MAX_SIGNATURES = 20;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(10).build())
                  .build())
          .build();

  private final String type;
  private final byte[] payload;
  private final List<Mark> marks;

  private Envelope(String type, byte[] payload, List<Mark> marks) {
    this.type = type;
    this.payload = payload;
    this.marks = List.copyOf(marks);
  }

  private record Mark(String keyId, String signature) {}

  static Envelope unsigned(String type, ObjectNode payload) {
    return new Envelope(type, payload.toString().getBytes(StandardCharsets.UTF_8), List.of());
  }

  Envelope signedBy(SigningKey key) {
    List<Mark> more = new ArrayList<>(marks);
    more.add(
        new Mark(key.id().value(), Base64.getEncoder().encodeToString(key.sign(signedBytes()))));
    return new Envelope(type, payload, more);
  }

  /// Reads an envelope; empty when it is none.
  static Optional<Envelope> read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(bytes);
      if (root.path("signatures").size() > MAX_SIGNATURES) {
        return Optional.empty();
      }
      List<Mark> marks = new ArrayList<>();
      for (JsonNode mark : root.path("signatures")) {
        marks.add(new Mark(mark.path("keyid").asText(), mark.path("sig").asText()));
      }
      byte[] payload = Base64.getDecoder().decode(root.path("payload").asText());
      return Optional.of(new Envelope(root.path("payloadType").asText(), payload, marks));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // the caller says what kind of envelope was expected
    }
  }

  byte[] write() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("payloadType", type);
    root.put("payload", Base64.getEncoder().encodeToString(payload));
    var signatures = root.putArray("signatures");
    marks.forEach(m -> signatures.addObject().put("keyid", m.keyId()).put("sig", m.signature()));
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  String type() {
    return type;
  }

  List<String> signers() {
    return marks.stream().map(Mark::keyId).toList();
  }

  /// Whether this key signed this payload under this type.
  boolean signedBy(PublicKeyText key) {
    return marks.stream()
        .filter(mark -> mark.keyId().equals(key.id().value()))
        .anyMatch(mark -> decode(mark.signature()).filter(s -> verifies(key, s)).isPresent());
  }

  private boolean verifies(PublicKeyText key, byte[] signature) {
    return key.verifies(signedBytes(), signature);
  }

  /// The payload as data; to be asked only after a signature has held.
  Optional<JsonNode> content() {
    try {
      return Optional.of(JSON.readTree(payload));
    } catch (IOException e) {
      return Optional.empty(); // the caller says what was expected
    }
  }

  private byte[] signedBytes() {
    return Dsse.signedBytes(type, payload);
  }

  private static Optional<byte[]> decode(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no base64 is no signature
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope e && Arrays.equals(write(), e.write());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(payload);
  }
}
