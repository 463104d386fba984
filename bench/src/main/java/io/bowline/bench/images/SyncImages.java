package io.bowline.bench.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// What is copied: repositories with some tags each, on two platforms, which share three base
/// layers a platform; and one image of four large layers.
public final class SyncImages {
  private static final int REPOSITORIES = 8;
  private static final int TAGS = 5;
  private static final List<String> PLATFORMS = List.of("amd64", "arm64");
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final int BASE = 2_000_000;
  private static final int OWN = 500_000;
  private static final int LARGE = 200_000_000;

  private final Random random = new Random(7);
  private final Map<String, List<byte[]>> bases = new TreeMap<>();
  private final RegistryClient registry;

  /// @param address of the registry that they are pushed to
  public SyncImages(URI address) {
    this(new RegistryClient(HttpClient.newHttpClient(), address, new Login.Anonymous()));
  }

  /// @param registry that they are pushed to
  public SyncImages(RegistryClient registry) {
    this.registry = registry;
    PLATFORMS.forEach(
        platform -> bases.put(platform, List.of(bytes(BASE), bytes(BASE), bytes(BASE))));
  }

  /// A repository with a tag.
  public record Name(String repository, String tag) {}

  /// The many small ones.
  public static List<Name> many() {
    var names = new ArrayList<Name>();
    for (int r = 0; r < REPOSITORIES; r++) {
      for (int t = 0; t < TAGS; t++) {
        names.add(new Name("acme/r" + r, "1." + t));
      }
    }
    return names;
  }

  /// The large one.
  public static Name large() {
    return new Name("acme/large", "1.0");
  }

  /// Pushes one on all platforms, each with an own layer.
  public void push(Name name) throws IOException {
    var children = new ArrayList<String>();
    for (String platform : PLATFORMS) {
      var layers = new ArrayList<>(bases.getOrDefault(platform, List.of()));
      layers.add(bytes(OWN));
      byte[] manifest = manifest(name.repository(), platform, layers);
      String digest = Digest.of(manifest).toString();
      registry.putManifest(name.repository(), digest, MANIFEST, manifest);
      children.add(
          "%s,\n      \"platform\": {\"architecture\": \"%s\", \"os\": \"linux\"}}"
              .formatted(open(MANIFEST, manifest), platform));
    }
    byte[] index =
        "{\n  \"schemaVersion\": 2,\n  \"mediaType\": \"%s\",\n  \"manifests\": [\n    %s]\n}"
            .formatted(INDEX, String.join(",\n    ", children))
            .getBytes(UTF_8);
    registry.putManifest(name.repository(), name.tag(), INDEX, index);
  }

  /// Pushes the large one.
  public void pushLarge() throws IOException {
    Name name = large();
    var layers = new ArrayList<byte[]>();
    for (int i = 0; i < 4; i++) {
      layers.add(bytes(LARGE));
    }
    byte[] manifest = manifest(name.repository(), "amd64", layers);
    registry.putManifest(name.repository(), name.tag(), MANIFEST, manifest);
  }

  private byte[] manifest(String repository, String platform, List<byte[]> layers)
      throws IOException {
    byte[] config =
        ("{\"architecture\":\"%s\",\"os\":\"linux\",\"n\":%d,\"config\":{},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}")
            .formatted(
                platform,
                random.nextInt(),
                String.join(",", layers.stream().map(one -> "\"" + Digest.of(one) + "\"").toList()))
            .getBytes(UTF_8);
    registry.putBlob(repository, config);
    for (byte[] layer : layers) {
      registry.putBlob(repository, layer);
    }
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s},\"layers\":[%s]}"
        .formatted(
            MANIFEST,
            open("application/vnd.oci.image.config.v1+json", config),
            String.join(",", layers.stream().map(layer -> open(LAYER, layer) + "}").toList()))
        .getBytes(UTF_8);
  }

  /// A descriptor that lacks its closing brace.
  private static String open(String type, byte[] bytes) {
    return "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d"
        .formatted(type, Digest.of(bytes), bytes.length);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
