package io.bowline.release.trust;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The keys that may sign releases. A runner gets the first one from its installer, never from the
/// control plane; every later version is signed by a key of the one before it.
///
/// @param version grows by one with every rotation
/// @param product whose releases these keys sign; a key is good for no other product
public record TrustRoot(long version, String product, List<PublicKeyText> keys) {
  private static final int FORMAT_VERSION = 1;
  private static final int MAX_KEYS = 20;
  private static final String TYPE = "application/vnd.bowline.trust-root.v1+json";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  public TrustRoot {
    if (version < 1 || keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "a trust root has a version from 1 and 1 to " + MAX_KEYS + " keys");
    }
    keys = List.copyOf(keys);
  }

  /// What became of an offered next version.
  public sealed interface Rotation {
    /// The new root to keep in place of this one.
    record Rotated(TrustRoot next) implements Rotation {}

    /// The offer is not taken; this root stays.
    record Refused(String sentence) implements Rotation {}
  }

  /// The key of this id, if it is trusted.
  public Optional<PublicKeyText> key(String id) {
    return keys.stream().filter(key -> key.id().value().equals(id)).findFirst();
  }

  /// The file's bytes.
  public byte[] write() {
    return (json().toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("version", version);
    root.put("product", product);
    var array = root.putArray("keys");
    TreeMap<String, PublicKeyText> sorted = new TreeMap<>();
    keys.forEach(key -> sorted.put(key.id().value(), key));
    sorted.forEach((id, key) -> array.addObject().put("keyId", id).put("publicKey", key.pem()));
    return root;
  }

  /// Reads the file's bytes.
  ///
  /// @throws KeyRefused saying what is wrong
  public static TrustRoot read(byte[] bytes) throws KeyRefused {
    if (bytes.length > Envelope.MAX_BYTES) {
      throw new KeyRefused("the trust root is larger than " + Envelope.MAX_BYTES + " bytes");
    }
    try {
      return read(JSON.readTree(bytes));
    } catch (JsonProcessingException e) {
      throw new KeyRefused("the trust root is not JSON: " + e.getOriginalMessage());
    } catch (KeyRefused e) {
      throw e;
    } catch (IOException e) {
      throw new KeyRefused("the trust root cannot be read");
    }
  }

  private static TrustRoot read(JsonNode root) throws KeyRefused {
    if (root.path("formatVersion").asInt() != FORMAT_VERSION) {
      throw new KeyRefused("the trust root's formatVersion is not " + FORMAT_VERSION);
    }
    List<PublicKeyText> keys = new ArrayList<>();
    for (JsonNode entry : root.path("keys")) {
      PublicKeyText key = PublicKeyText.read(entry.path("publicKey").asText());
      if (!key.id().value().equals(entry.path("keyId").asText())) {
        throw new KeyRefused("key " + key.id() + " stands under another id in the trust root");
      }
      keys.add(key);
    }
    try {
      return new TrustRoot(root.path("version").asLong(), root.path("product").asText(), keys);
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(String.valueOf(e.getMessage()));
    }
  }

  /// This root, signed as the successor of an older one.
  ///
  /// @param signers a key of the older root, and one of this root as proof that it is held
  public byte[] signedBy(List<SigningKey> signers) {
    Envelope envelope = Envelope.unsigned(TYPE, json());
    for (SigningKey signer : signers) {
      envelope = envelope.signedBy(signer);
    }
    return envelope.write();
  }

  /// Judges an offered next version.
  public Rotation rotate(byte[] offered) {
    Optional<Envelope> envelope = Envelope.read(offered);
    if (envelope.isEmpty() || !envelope.get().type().equals(TYPE)) {
      return new Rotation.Refused("what was offered is no signed trust root");
    }
    if (keys.stream().noneMatch(key -> envelope.get().signedBy(key))) {
      return new Rotation.Refused("the new trust root is signed by no key of version " + version);
    }
    Optional<TrustRoot> next = envelope.get().content().flatMap(TrustRoot::readQuietly);
    if (next.isEmpty() || !next.get().product().equals(product)) {
      return new Rotation.Refused("the signed trust root cannot be read or is another product's");
    }
    if (next.get().version() != version + 1) {
      return new Rotation.Refused(
          "trust root version %d cannot follow version %d; offer the versions between, in order"
              .formatted(next.get().version(), version));
    }
    if (next.get().keys().stream().noneMatch(key -> envelope.get().signedBy(key))) {
      return new Rotation.Refused("the new trust root is signed by none of its own keys");
    }
    return new Rotation.Rotated(next.get());
  }

  /// The newest root that follows from this one by what is offered, in whatever order.
  public TrustRoot follow(List<byte[]> offered) {
    TrustRoot newest = this;
    boolean found = true;
    while (found) {
      found = false;
      for (byte[] one : offered) {
        if (newest.rotate(one) instanceof Rotation.Rotated(TrustRoot next)) {
          newest = next;
          found = true;
        }
      }
    }
    return newest;
  }

  private static Optional<TrustRoot> readQuietly(JsonNode node) {
    try {
      return Optional.of(read(node));
    } catch (KeyRefused e) {
      return Optional.empty(); // the caller refuses the rotation as a whole
    }
  }
}
