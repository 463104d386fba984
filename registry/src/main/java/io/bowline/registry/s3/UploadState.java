package io.bowline.registry.s3;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// How far an upload is, as any process may take it up.
///
/// @param data the name its bytes have and will have
/// @param parts the store's name for the upload in parts, once there is one
/// @param tags the parts so far
/// @param inParts how many bytes they are
/// @param tail bytes behind them, fewer than a part
/// @param hash over parts and tail
/// @param heldUntil somebody is writing until then, unless they are dead
record UploadState(
    String data,
    Optional<String> parts,
    List<String> tags,
    long inParts,
    Optional<Tail> tail,
    Hash hash,
    Optional<Instant> heldUntil) {
  private static final JsonMapper JSON = new JsonMapper();

  /// An object with the bytes behind the last part.
  record Tail(String key, int size) {}

  /// A hash put down.
  record Hash(Digest.Algorithm algorithm, String state) {
    static Hash of(StateHash running) {
      return new Hash(running.algorithm(), Base64.getEncoder().encodeToString(running.state()));
    }

    StateHash goOn() {
      return StateHash.from(algorithm, Base64.getDecoder().decode(state));
    }
  }

  long size() {
    return inParts + tail.map(Tail::size).orElse(0);
  }

  UploadState held(Optional<Instant> until) {
    return new UploadState(data, parts, tags, inParts, tail, hash, until);
  }

  UploadState inParts(String name) {
    return new UploadState(data, Optional.of(name), tags, inParts, tail, hash, heldUntil);
  }

  byte[] write() {
    ObjectNode root = JSON.createObjectNode();
    root.put("data", data).put("inParts", inParts);
    root.put("algorithm", hash.algorithm().name()).put("hash", hash.state());
    parts.ifPresent(name -> root.put("parts", name));
    tags.forEach(root.putArray("tags")::add);
    tail.ifPresent(behind -> root.put("tail", behind.key()).put("tailSize", behind.size()));
    heldUntil.ifPresent(until -> root.put("heldUntil", until.toEpochMilli()));
    return Text.write(root.toString());
  }

  static UploadState read(String key, byte[] bytes) throws IOException {
    try {
      JsonNode root = JSON.readTree(Text.read(key, bytes));
      List<String> tags = new ArrayList<>();
      root.path("tags").forEach(tag -> tags.add(tag.asText()));
      return new UploadState(
          root.path("data").asText(),
          root.has("parts") ? Optional.of(root.path("parts").asText()) : Optional.empty(),
          tags,
          root.path("inParts").asLong(),
          root.has("tail")
              ? Optional.of(new Tail(root.path("tail").asText(), root.path("tailSize").asInt()))
              : Optional.empty(),
          new Hash(
              Digest.Algorithm.valueOf(root.path("algorithm").asText()),
              root.path("hash").asText()),
          root.has("heldUntil")
              ? Optional.of(Instant.ofEpochMilli(root.path("heldUntil").asLong()))
              : Optional.empty());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("the object " + key + " is damaged: it is no state of an upload", e);
    }
  }
}
