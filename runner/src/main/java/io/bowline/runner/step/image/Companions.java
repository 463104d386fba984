package io.bowline.runner.step.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.AttachmentKind;
import io.bowline.runner.step.image.CopyResult.Companion;
import io.bowline.runner.step.image.flow.Once;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what goes with an image without being part of it: signatures, bills of materials,
/// provenance. A registry is asked by the referrers API; one that does not know it by the tags that
/// stand in for it, of which cosign has some of its own.
final class Companions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_PAGES = 20;
  private static final int MAX_FOUND = 200;

  /// Something about something about an image, and no further.
  private static final int MAX_DEPTH = 3;

  private static final List<String> COSIGN = List.of(".sig", ".att", ".sbom");
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;.*rel=\"?next\"?.*");

  private final Map<String, Once<Set<String>>> tags = new ConcurrentHashMap<>();
  private final Once<Boolean> speaks = new Once<>();
  private final ReentrantLock standIns = new ReentrantLock();
  private final RegistryClient registry;
  private final RegistryClient target;
  private final Images images;

  Companions(RegistryClient source, RegistryClient target, Images images) {
    registry = source;
    this.target = target;
    this.images = images;
  }

  /// What goes with one image.
  Party with(ImageCopy copy) {
    return new Party(copy);
  }

  /// What goes with a manifest.
  ///
  /// @param reference its digest, or its tag when it is found by that alone
  private record Found(String reference) {
    boolean isTag() {
      return !reference.contains(":");
    }
  }

  /// The tag that stands in for the referrers API.
  private static String standIn(Digest subject) {
    return subject.algorithm().label() + "-" + subject.hex();
  }

  private List<Found> of(String repository, Digest subject)
      throws IOException, InterruptedException {
    var found = new LinkedHashSet<Found>();
    boolean api =
        speaks.get(() -> pageOf(registry, repository, referrers(repository, subject)).isPresent());
    Set<String> there =
        tags.computeIfAbsent(repository, _ -> new Once<>()).get(() -> tagsOf(repository));
    String standIn = standIn(subject);
    if (api) {
      listed(repository, referrers(repository, subject), "manifests", found);
    } else if (there.contains(standIn)) {
      listed(repository, manifest(repository, standIn), "manifests", found);
    }
    for (String suffix : COSIGN) {
      if (there.contains(standIn + suffix)) {
        found.add(new Found(standIn + suffix));
      }
    }
    if (found.size() > MAX_FOUND) {
      throw RegistryException.lasting(
          "%s lists more than %d signatures and the like of %s@%s"
              .formatted(registry.name(), MAX_FOUND, repository, subject));
    }
    return List.copyOf(found);
  }

  private URI referrers(String repository, Digest subject) {
    return registry.uri(repository + "/referrers/" + subject);
  }

  private URI manifest(String repository, String reference) {
    return registry.uri(repository + "/manifests/" + reference);
  }

  private void listed(String repository, URI first, String field, Set<Found> found)
      throws IOException, InterruptedException {
    for (JsonNode entry : entries(repository, first, field)) {
      try {
        found.add(new Found(Digest.parse(entry.path("digest").asText("")).toString()));
      } catch (IllegalArgumentException e) {
        throw RegistryException.lasting(
            registry.name() + " lists something for " + repository + " that is no digest");
      }
    }
  }

  private Set<String> tagsOf(String repository) throws IOException, InterruptedException {
    var all = new LinkedHashSet<String>();
    for (JsonNode tag : entries(repository, registry.uri(repository + "/tags/list"), "tags")) {
      all.add(tag.asText());
    }
    return all;
  }

  /// Entries of all pages; none where the registry does not tell.
  private List<JsonNode> entries(String repository, URI first, String field)
      throws IOException, InterruptedException {
    var entries = new ArrayList<JsonNode>();
    Optional<URI> next = Optional.of(first);
    for (int page = 0; page < MAX_PAGES && next.isPresent(); page++) {
      Optional<Page> one = pageOf(registry, repository, next.get());
      one.ifPresent(there -> there.tree().path(field).forEach(entries::add));
      next = one.flatMap(Page::next);
    }
    return entries;
  }

  private record Page(JsonNode tree, Optional<URI> next) {}

  private Optional<Page> pageOf(RegistryClient asked, String repository, URI uri)
      throws IOException, InterruptedException {
    Ask ask =
        Ask.of("GET", uri, Tokens.Scope.pull(repository))
            .header("Accept", Manifest.ACCEPT + ", */*");
    HttpResponse<Optional<byte[]>> response = asked.read(ask, MAX_BYTES);
    if (response.statusCode() >= 500 && response.statusCode() != 501) {
      throw asked.unexpected(ask, response);
    }
    if (response.statusCode() != 200) {
      return Optional.empty();
    }
    if (response.body().isEmpty()) {
      throw RegistryException.lasting(
          "%s answers %s with more than %d bytes"
              .formatted(asked.name(), uri.getPath(), MAX_BYTES));
    }
    try {
      return Optional.of(new Page(JSON.readTree(response.body().get()), next(response)));
    } catch (JsonProcessingException e) {
      throw RegistryException.lasting(
          asked.name() + " answers " + uri.getPath() + " with what is not JSON");
    }
  }

  private Optional<URI> next(HttpResponse<?> response) throws RegistryException {
    Matcher link = NEXT.matcher(response.headers().firstValue("Link").orElse(""));
    if (!link.matches()) {
      return Optional.empty();
    }
    URI next = registry.resolve(link.group(1));
    return next.getAuthority().equals(registry.name()) ? Optional.of(next) : Optional.empty();
  }

  /// What goes with one image and is brought after it. What cannot be is told, and keeps nothing
  /// else from being brought.
  final class Party {
    private final Map<Digest, List<Found>> found = new ConcurrentHashMap<>();
    private final Set<Found> seen = ConcurrentHashMap.newKeySet();
    private final Queue<String> without = new ConcurrentLinkedQueue<>();
    private final Queue<Companion> brought = new ConcurrentLinkedQueue<>();
    private final ImageCopy copy;

    private Party(ImageCopy copy) {
      this.copy = copy;
    }

    /// Looks what there is about a manifest.
    boolean look(Digest subject) throws InterruptedException {
      try {
        List<Found> some = of(copy.sourceRepository(), subject);
        if (!some.isEmpty()) {
          found.put(subject, some);
        }
      } catch (IOException e) {
        without.add("signatures and the like of %s: %s".formatted(subject, e.getMessage()));
      }
      return true;
    }

    boolean any() {
      return !found.isEmpty();
    }

    /// What was brought.
    List<Companion> brought() {
      return List.copyOf(brought);
    }

    /// What could not be brought, with the reasons.
    List<String> without() {
      return List.copyOf(without);
    }

    void bring() throws InterruptedException {
      for (int depth = 0; depth < MAX_DEPTH && any(); depth++) {
        Map<Digest, List<Found>> now = Map.copyOf(found);
        found.clear();
        for (Map.Entry<Digest, List<Found>> about : now.entrySet()) {
          bring(about.getKey(), about.getValue());
        }
      }
    }

    private void bring(Digest subject, List<Found> all) throws InterruptedException {
      var unnoted = new ArrayList<ObjectNode>();
      for (Found one : all) {
        try {
          if (seen.add(one)) {
            bring(one).ifPresent(unnoted::add);
          }
        } catch (IOException e) {
          without.add("%s about %s: %s".formatted(one.reference(), subject, e.getMessage()));
        }
      }
      try {
        if (!unnoted.isEmpty()) {
          note(copy.targetRepository(), subject, unnoted);
        }
      } catch (IOException e) {
        without.add("the list of what is about %s: %s".formatted(subject, e.getMessage()));
      }
    }

    /// @return its descriptor, when the target keeps no account of whom it is about
    private Optional<ObjectNode> bring(Found one) throws IOException, InterruptedException {
      Manifest manifest = images.fetch(copy.sourceRepository(), one.reference());
      String digest = manifest.digest().toString();
      boolean noted = images.place(manifest, copy, one.isTag() ? one.reference() : digest, 0);
      brought.add(companion(manifest));
      if (one.isTag()) {
        return Optional.empty();
      }
      boolean _ = look(manifest.digest());
      return noted ? Optional.empty() : Optional.of(descriptor(manifest));
    }
  }

  private static Companion companion(Manifest manifest) throws IOException {
    JsonNode tree = JSON.readTree(manifest.bytes());
    long blobs = manifest.blobs().stream().mapToLong(Manifest.Descriptor::size).sum();
    return new Companion(
        AttachmentKind.of(tree, tree.path("layers").path(0)),
        manifest.digest(),
        manifest.bytes().length + blobs);
  }

  private static ObjectNode descriptor(Manifest manifest) throws IOException {
    JsonNode tree = JSON.readTree(manifest.bytes());
    ObjectNode one = JSON.createObjectNode().put("mediaType", manifest.mediaType());
    one.put("digest", manifest.digest().toString()).put("size", manifest.bytes().length);
    String type = AttachmentKind.artifactType(tree);
    if (!type.isEmpty()) {
      one.put("artifactType", type);
    }
    if (tree.path("annotations").isObject()) {
      one.set("annotations", tree.path("annotations"));
    }
    return one;
  }

  /// Writes the tag that stands in for the referrers API at a target which has none, beside what
  /// others noted there.
  private void note(String repository, Digest subject, List<ObjectNode> more)
      throws IOException, InterruptedException {
    standIns.lockInterruptibly();
    try {
      URI uri = target.uri(repository + "/manifests/" + standIn(subject));
      var all = new LinkedHashMap<String, JsonNode>();
      pageOf(target, repository, uri)
          .ifPresent(page ->
              page.tree()
                  .path("manifests")
                  .forEach(one -> all.put(one.path("digest").asText(), one)));
      more.forEach(one -> all.put(one.path("digest").asText(), one));
      ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
      index.put("mediaType", Manifest.OCI_INDEX).putArray("manifests").addAll(all.values());
      Ask ask =
          Ask.of("PUT", uri, Tokens.Scope.push(repository))
              .header("Content-Type", Manifest.OCI_INDEX)
              .sending(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(index)));
      HttpResponse<Void> response = target.head(ask);
      if (response.statusCode() != 201) {
        throw target.unexpected(ask, response);
      }
    } finally {
      standIns.unlock();
    }
  }
}
