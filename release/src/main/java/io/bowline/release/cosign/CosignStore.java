package io.bowline.release.cosign;

import static io.bowline.release.cosign.CosignTypes.JSON;
import static io.bowline.release.cosign.CosignTypes.MOST_SIGNATURES;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.SigningKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Cosign's signatures in one repository of a registry, in both forms: the tag `sha256-<hex>.sig`,
/// and a bundle that refers to what it signs.
public final class CosignStore {
  private final RegistryClient registry;
  private final String repository;

  public CosignStore(RegistryClient registry, String repository) {
    this.registry = registry;
    this.repository = repository;
  }

  /// Every signature of a manifest.
  ///
  /// @throws BundleRefused when there are more than anybody needs
  public List<Evidence> of(Digest subject) throws IOException {
    List<Evidence> found = new ArrayList<>();
    Optional<byte[]> tagged = registry.manifest(repository, SimpleForm.tag(subject));
    if (tagged.isPresent()) {
      JsonNode layers = tree(tagged.get()).path("layers");
      limit(layers.size(), subject);
      for (JsonNode layer : layers) {
        found.add(simple(layer));
      }
    }
    var referrers = registry.referrers(repository, subject, CosignTypes.BUNDLE);
    limit(found.size() + referrers.size(), subject);
    for (RegistryClient.Referrer referrer : referrers) {
      found.add(bundled(referrer.digest()));
    }
    return List.copyOf(found);
  }

  private void limit(int number, Digest subject) throws BundleRefused {
    if (number > MOST_SIGNATURES) {
      throw new BundleRefused(
          "%s@%s has more than %d signatures; remove those that nobody needs"
              .formatted(repository, subject, MOST_SIGNATURES));
    }
  }

  private Evidence simple(JsonNode layer) throws IOException {
    String type = layer.path("mediaType").asText();
    long size = layer.path("size").asLong(-1);
    if (!type.equals(CosignTypes.SIMPLE) || size < 0 || size > CosignTypes.MOST_CLAIM_BYTES) {
      return new Evidence.Unusable(
          "a layer of %s with %d bytes is no signature of at most %d"
              .formatted(fit(type), size, CosignTypes.MOST_CLAIM_BYTES));
    }
    try {
      String base64 = layer.path("annotations").path(CosignTypes.SIGNATURE).asText();
      byte[] signature = Base64.getDecoder().decode(base64);
      Digest digest = Digest.parse(layer.path("digest").asText());
      return new Evidence.Simple(registry.blob(repository, digest, size), signature);
    } catch (IllegalArgumentException e) {
      return new Evidence.Unusable("a signature's layer has no digest, or no base64 beside it");
    }
  }

  private Evidence bundled(Digest manifest) throws IOException {
    Optional<byte[]> bytes = registry.manifest(repository, manifest.toString());
    JsonNode layer = bytes.isPresent() ? tree(bytes.get()).path("layers").path(0) : JSON.nullNode();
    String type = layer.path("mediaType").asText();
    long size = layer.path("size").asLong(-1);
    if (!type.equals(CosignTypes.BUNDLE) || size < 0 || size > CosignTypes.MOST_BUNDLE_BYTES) {
      return new Evidence.Unusable(
          "a layer of %s with %d bytes is no bundle of at most %d"
              .formatted(fit(type), size, CosignTypes.MOST_BUNDLE_BYTES));
    }
    try {
      Digest digest = Digest.parse(layer.path("digest").asText());
      return new Evidence.Bundled(registry.blob(repository, digest, size));
    } catch (IllegalArgumentException e) {
      return new Evidence.Unusable("a bundle's layer has no digest");
    }
  }

  /// Signs a manifest that is there, in both forms; what this key has signed already stays as it
  /// is.
  ///
  /// @param name what the older form calls it: registry and repository
  /// @return whether anything was added
  public boolean sign(Digest subject, String name, SigningKey key) throws IOException {
    byte[] manifest =
        registry
            .manifest(repository, subject.toString())
            .orElseThrow(() -> new BundleRefused(repository + " has no manifest " + subject));
    CosignKey own =
        new CosignKey(key.id().value(), CosignKey.Kind.ECDSA_P256, key.publicKey().key());
    List<Evidence> present = of(subject);
    boolean simple = isBy(own, subject, present, Evidence.Simple.class);
    boolean bundle = isBy(own, subject, present, Evidence.Bundled.class);
    if (!simple) {
      tag(subject, SimpleForm.claim(subject, name), key);
    }
    if (!bundle) {
      attach(subject, manifest, BundleForm.sign(subject, own, key));
    }
    return !simple || !bundle;
  }

  private static boolean isBy(
      CosignKey own, Digest subject, List<Evidence> present, Class<? extends Evidence> form) {
    var asked = new SignedImage(subject, java.util.Set.of());
    List<Evidence> some = present.stream().filter(form::isInstance).toList();
    return new CosignVerifier(asked, List.of(own)).judge(some) instanceof CosignVerdict.Signed;
  }

  private void tag(Digest subject, byte[] claim, SigningKey key) throws IOException {
    Optional<byte[]> before = registry.manifest(repository, SimpleForm.tag(subject));
    JsonNode layers = before.isPresent() ? tree(before.get()).path("layers") : JSON.nullNode();
    SimpleForm form = SimpleForm.with(layers, claim, key.sign(claim));
    registry.putBlob(repository, claim);
    registry.putBlob(repository, form.config());
    registry.putManifest(
        repository, SimpleForm.tag(subject), SimpleForm.MEDIA_TYPE, form.manifest());
  }

  private void attach(Digest subject, byte[] manifest, byte[] bundle) throws IOException {
    registry.putBlob(repository, BundleForm.EMPTY);
    registry.putBlob(repository, bundle);
    registry.putReferrer(
        repository,
        subject,
        SimpleForm.MEDIA_TYPE,
        CosignTypes.BUNDLE,
        BundleForm.manifest(subject, manifest, tree(manifest), bundle));
  }

  private static JsonNode tree(byte[] bytes) throws IOException {
    try {
      return JSON.readTree(bytes);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new BundleRefused("a signature's manifest is not JSON: " + e.getOriginalMessage());
    }
  }

  private static String fit(String type) {
    String plain = type.replaceAll("[^\\x21-\\x7e]", "?");
    return plain.isEmpty() ? "no type" : plain.substring(0, Math.min(plain.length(), 200));
  }
}
