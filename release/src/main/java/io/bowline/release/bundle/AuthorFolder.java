package io.bowline.release.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Release;
import io.bowline.release.archive.FileTree;
import io.bowline.release.document.Problem;
import io.bowline.release.document.Reading;
import io.bowline.release.document.ReleaseDocument;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import io.bowline.yaml.YamlProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An author's folder: `release.yaml`, and the charts and modules which it names.
///
/// `release.yaml` is the release document with three liberties: `chart` and `module` are folders
/// (or a `.tgz`) in place of digests, `values` may be a mapping in place of text, and an image may
/// leave its digest to the registry.
public final class AuthorFolder {
  /// The file that makes a folder a release's.
  public static final String FILE = "release.yaml";

  private final Path folder;
  private final ImageDigests images;
  private final List<AuthorProblem> problems = new ArrayList<>();
  private final Map<Digest, Descriptor> layers = new TreeMap<>();
  private final Map<Digest, byte[]> blobs = new TreeMap<>();
  private final ProviderMirror providers = new ProviderMirror(problems);

  private AuthorFolder(Path folder, ImageDigests images) {
    this.folder = folder;
    this.images = images;
  }

  /// Packs a folder; the same folder and the same image digests give the same bundle.
  public static Packed pack(Path folder, ImageDigests images) throws IOException {
    return new AuthorFolder(folder, images).pack();
  }

  private Packed pack() throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      error(0, "", "is missing; a release's folder has one");
      return new Packed.Refused(problems);
    }
    if (Files.size(file) > ReleaseDocument.MAX_BYTES) {
      error(0, "", "is larger than " + ReleaseDocument.MAX_BYTES + " bytes");
      return new Packed.Refused(problems);
    }
    return switch (PlainYaml.parse(Files.readString(file))) {
      case Parsed.Refused(List<YamlProblem> wrong) -> {
        wrong.forEach(p -> error(p.line(), p.path(), p.message()));
        yield new Packed.Refused(problems);
      }
      case Parsed.Tree tree -> pack(tree);
    };
  }

  private Packed pack(Parsed.Tree tree) throws IOException {
    for (int i = 0; i < tree.root().path("components").size(); i++) {
      if (tree.root().path("components").get(i) instanceof ObjectNode component) {
        component(tree, component, "components[" + i + "]");
      }
    }
    if (tree.root().path("images") instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof ObjectNode image) {
          image(tree, image, "images[" + i + "]");
        }
      }
    }
    if (providers.read(folder)) {
      layers.putAll(providers.layers());
    }
    return switch (ReleaseDocument.read(tree.root())) {
      case Reading.Valid(Release release) when problems.isEmpty() ->
          new Packed.Done(bundle(release));
      case Reading.Valid _ -> new Packed.Refused(problems);
      case Reading.Invalid(List<Problem> wrong) -> {
        wrong.forEach(p -> error(tree.lineOf(p.path()), p.path(), p.message()));
        yield new Packed.Refused(problems);
      }
    };
  }

  private void component(Parsed.Tree tree, ObjectNode component, String path) throws IOException {
    JsonNode values = component.get("values");
    if (values != null && values.isObject()) {
      component.put("values", values.toString());
    }
    part(tree, component, path, "chart", MediaTypes.CHART);
    part(tree, component, path, "module", MediaTypes.MODULE);
  }

  private void part(
      Parsed.Tree tree, ObjectNode component, String path, String key, String mediaType)
      throws IOException {
    JsonNode named = component.get(key);
    if (named == null || !named.isTextual()) {
      return;
    }
    String at = named.textValue();
    // a stand-in keeps the reader from repeating what is said here
    component.put(key, Digest.of(new byte[0]).toString());
    try {
      FileTree files = PartFiles.read(folder, at, mediaType.equals(MediaTypes.CHART));
      byte[] bytes = files.pack();
      Digest digest = Digest.of(bytes);
      String title = files.roots().size() == 1 ? files.roots().iterator().next() : at;
      layers.put(digest, new Descriptor(mediaType, digest, bytes.length, title));
      blobs.put(digest, bytes);
      component.put(key, digest.toString());
    } catch (PartRefused e) {
      error(tree.lineOf(path + "." + key), path + "." + key, String.valueOf(e.getMessage()));
    }
  }

  private void image(Parsed.Tree tree, ObjectNode image, String path) throws IOException {
    if (image.hasNonNull("digest")) {
      return;
    }
    String source = image.path("source").asText();
    int colon = source.lastIndexOf(':');
    String tag = colon > source.lastIndexOf('/') ? source.substring(colon + 1) : "latest";
    String repository = image.path("repository").asText();
    Optional<Digest> digest = images.digest(repository, tag);
    image.put("digest", digest.orElse(Digest.of(new byte[0])).toString());
    if (digest.isEmpty()) {
      error(
          tree.lineOf(path),
          path + ".digest",
          "is absent, and the registry has no " + repository + ":" + tag + " to take it from");
    }
  }

  private Bundle bundle(Release release) throws IOException {
    byte[] document = ReleaseDocument.write(release);
    Descriptor config =
        new Descriptor(MediaTypes.DOCUMENT, Digest.of(document), document.length, "");
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("org.opencontainers.image.version", release.version());
    annotations.put("org.opencontainers.image.title", release.product());
    Manifest manifest =
        new Manifest(
            MediaTypes.RELEASE,
            config,
            List.copyOf(layers.values()),
            Optional.empty(),
            annotations);
    byte[] bytes = manifest.write();
    return Bundle.read(Digest.of(bytes), bytes, blob -> blobs.getOrDefault(blob.digest(), document))
        .with(providers.files());
  }

  private void error(int line, String field, String message) {
    problems.add(AuthorProblem.error(FILE, line, field, message));
  }
}
