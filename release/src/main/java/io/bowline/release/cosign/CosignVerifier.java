package io.bowline.release.cosign;

import static io.bowline.release.cosign.CosignTypes.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.release.trust.Dsse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges the signatures of one image by keys. One good signature is enough, whatever lies beside
/// it; what is signed by no key at hand says nothing.
public final class CosignVerifier {
  private static final int TOLD = 3;

  private final SignedImage image;
  private final List<CosignKey> keys;

  public CosignVerifier(SignedImage image, List<CosignKey> keys) {
    this.image = image;
    this.keys = List.copyOf(keys);
  }

  /// The verdict on all that was found.
  public CosignVerdict judge(List<Evidence> found) {
    if (found.isEmpty()) {
      return new CosignVerdict.Unsigned("it has no cosign signature");
    }
    Set<String> problems = new LinkedHashSet<>();
    for (Evidence one : found) {
      Look look =
          switch (one) {
            case Evidence.Simple simple -> simple(simple);
            case Evidence.Bundled(byte[] bytes) -> bundle(bytes);
            case Evidence.Unusable(String why) -> new Look.Wrong(why);
          };
      switch (look) {
        case Look.Good(CosignKey key, String form) -> {
          return new CosignVerdict.Signed(key, form);
        }
        case Look.Wrong(String why) -> problems.add(why);
        case Look.Other _ -> {}
      }
    }
    return new CosignVerdict.Unsigned(
        problems.isEmpty()
            ? "what refers to it attests something, and is no signature"
            : told(problems));
  }

  private static String told(Set<String> problems) {
    String all = String.join("; ", problems.stream().limit(TOLD).toList());
    return problems.size() > TOLD ? all + "; and " + (problems.size() - TOLD) + " more" : all;
  }

  private sealed interface Look {
    record Good(CosignKey key, String form) implements Look {}

    record Wrong(String why) implements Look {}

    /// Not a signature, and does not pretend to be one.
    record Other() implements Look {}
  }

  private Look simple(Evidence.Simple simple) {
    Optional<CosignKey> key = signer(simple.claim(), List.of(simple.signature()));
    if (key.isEmpty()) {
      return new Look.Wrong("a signature is by none of the keys " + keys);
    }
    try {
      JsonNode critical = JSON.readTree(simple.claim()).path("critical");
      String digest = critical.path("image").path("docker-manifest-digest").asText();
      String name = critical.path("identity").path("docker-reference").asText();
      if (!critical.path("type").asText().equals(CosignTypes.SIMPLE_CLAIM)) {
        return new Look.Wrong("what key " + key.get() + " signed is no claim about an image");
      }
      if (!digest.equals(image.digest().toString())) {
        return new Look.Wrong("the signature of key " + key.get() + " is for " + plain(digest));
      }
      return image.isCalled(name)
          ? new Look.Good(key.get(), "simple signing")
          : new Look.Wrong(
              "the signature of key %s is for the repository %s, not for %s"
                  .formatted(key.get(), plain(name), image.repositories()));
    } catch (IOException e) {
      return new Look.Wrong("what key " + key.get() + " signed cannot be read");
    }
  }

  private Look bundle(byte[] bytes) {
    if (bytes.length > CosignTypes.MOST_BUNDLE_BYTES) {
      return new Look.Wrong("a signature bundle is larger than " + CosignTypes.MOST_BUNDLE_BYTES);
    }
    try {
      JsonNode root = JSON.readTree(bytes);
      JsonNode envelope = root.path("dsseEnvelope");
      String type = envelope.path("payloadType").asText();
      if (!root.path("mediaType").asText().equals(CosignTypes.BUNDLE)
          || !type.equals(CosignTypes.STATEMENT_PAYLOAD)) {
        return new Look.Wrong(
            "a signature bundle is of type %s with %s"
                .formatted(plain(root.path("mediaType").asText()), plain(type)));
      }
      byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
      Optional<CosignKey> key =
          signer(Dsse.signedBytes(type, payload), signatures(envelope.path("signatures")));
      return statement(JSON.readTree(payload), key);
    } catch (IOException | IllegalArgumentException e) {
      return new Look.Wrong("a signature bundle cannot be read");
    }
  }

  private Look statement(JsonNode statement, Optional<CosignKey> key) {
    if (!statement.path("_type").asText().equals(CosignTypes.STATEMENT)
        || !statement.path("predicateType").asText().equals(CosignTypes.SIGNS)) {
      return new Look.Other(); // provenance and the like come in bundles, too
    }
    if (key.isEmpty()) {
      return new Look.Wrong("a signature bundle is by none of the keys " + keys);
    }
    JsonNode subjects = statement.path("subject");
    if (subjects.size() > CosignTypes.MOST_SUBJECTS) {
      return new Look.Wrong("the bundle of key " + key.get() + " names too many images");
    }
    for (JsonNode subject : subjects) {
      String hex = subject.path("digest").path(image.digest().algorithm().label()).asText();
      if (hex.equals(image.digest().hex())) {
        return new Look.Good(key.get(), "bundle");
      }
    }
    String other = subjects.path(0).path("digest").path("sha256").asText();
    return new Look.Wrong("the bundle of key " + key.get() + " is for sha256:" + plain(other));
  }

  private Optional<CosignKey> signer(byte[] signed, List<byte[]> signatures) {
    return keys.stream()
        .filter(key -> signatures.stream().anyMatch(s -> key.verifies(signed, s)))
        .findFirst();
  }

  private static List<byte[]> signatures(JsonNode list) {
    List<byte[]> signatures = new ArrayList<>();
    for (JsonNode one : list) {
      if (signatures.size() < CosignTypes.MOST_SIGNATURES) {
        signatures.add(Base64.getDecoder().decode(one.path("sig").asText()));
      }
    }
    return signatures;
  }

  /// What somebody else wrote, made fit for a sentence.
  private static String plain(String text) {
    String safe = text.replaceAll("[^\\x21-\\x7e]", "?");
    return safe.isEmpty() ? "nothing" : safe.substring(0, Math.min(safe.length(), 200));
  }
}
