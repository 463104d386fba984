package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.Manifest.Descriptor;
import io.bowline.runner.step.image.flow.Once;
import io.bowline.runner.step.image.flow.RegistryException;
import io.bowline.runner.step.image.flow.Together;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Copies one image at a time: what it refers to first, then its manifest, the tag last.
final class Images {
  private static final int MAX_DEPTH = 3;

  /// A manifest in a repository of the target.
  private record Place(String repository, Digest digest) {}

  private final Map<Place, Once<Boolean>> placed = new ConcurrentHashMap<>();
  private final RegistryClient source;
  private final RegistryClient target;
  private final Blobs blobs;
  private final TransferTerms terms;
  private final Together together;
  private final Companions companions;

  Images(
      RegistryClient source,
      RegistryClient target,
      Blobs blobs,
      TransferTerms terms,
      Together together) {
    this.source = source;
    this.target = target;
    this.blobs = blobs;
    this.terms = terms;
    this.together = together;
    companions = new Companions(source, target, this);
  }

  CopyResult copy(ImageCopy copy) throws InterruptedException {
    try {
      Optional<Digest> same = unchanged(copy);
      if (same.isPresent()) {
        return new CopyResult.Unchanged(copy, same.get());
      }
      Manifest root = fetch(copy.sourceRepository(), copy.reference());
      Companions.Party party = placeRoot(root, copy);
      return new CopyResult.Copied(copy, root.digest(), party.brought(), party.without());
    } catch (RegistryException e) {
      String why = described(copy, e.reason());
      return failed(copy, e, why);
    } catch (IOException e) {
      return new CopyResult.Failed(copy, described(copy, String.valueOf(e.getMessage())));
    }
  }

  private static CopyResult failed(ImageCopy copy, RegistryException e, String why) {
    if (e.isKeptBack()) {
      return new CopyResult.Blocked(copy, why);
    }
    return e.refuses() ? new CopyResult.Refused(copy, why) : new CopyResult.Failed(copy, why);
  }

  /// Whether the target has the pinned image under the wanted name.
  boolean isThere(ImageCopy copy) throws IOException, InterruptedException {
    return copy.digest().isPresent() && unchanged(copy).isPresent();
  }

  private static String described(ImageCopy copy, String reason) {
    return "image %s (%s) was not copied: %s"
        .formatted(copy.sourceRepository(), copy.reference(), reason);
  }

  /// The digest, when the target has it already under the wanted name.
  private Optional<Digest> unchanged(ImageCopy copy) throws IOException, InterruptedException {
    String name = copy.tag().orElse(copy.reference());
    if (copy.digest().isPresent()) {
      return digestAt(
              target, Tokens.Scope.push(copy.targetRepository()), copy.targetRepository(), name)
          .filter(copy.digest().get()::equals);
    }
    List<Optional<Digest>> both =
        together.all(
            List.of(
                () ->
                    digestAt(
                        source,
                        Tokens.Scope.pull(copy.sourceRepository()),
                        copy.sourceRepository(),
                        copy.reference()),
                () ->
                    digestAt(
                        target,
                        Tokens.Scope.push(copy.targetRepository()),
                        copy.targetRepository(),
                        name)));
    return both.getFirst().filter(digest -> both.getLast().equals(Optional.of(digest)));
  }

  /// The digest behind a name, as the registry tells it.
  static Optional<Digest> digestAt(
      RegistryClient registry, Tokens.Scope scope, String repository, String reference)
      throws IOException, InterruptedException {
    Ask ask =
        Ask.of("HEAD", registry.uri(repository + "/manifests/" + reference), scope)
            .header("Accept", Manifest.ACCEPT);
    HttpResponse<Void> response = registry.head(ask);
    return switch (response.statusCode()) {
      case 200 -> response.headers().firstValue("Docker-Content-Digest").flatMap(Images::parsed);
      case 404 -> Optional.empty();
      case 403, 412, 451 -> throw refusal(registry, ask);
      default -> throw registry.unexpected(ask, response);
    };
  }

  /// The answer to a HEAD has no words: a GET has.
  private static RegistryException refusal(RegistryClient registry, Ask head)
      throws IOException, InterruptedException {
    Ask ask = Ask.of("GET", head.uri(), head.scope()).header("Accept", Manifest.ACCEPT);
    return registry.unexpected(ask, registry.told(ask));
  }

  private static Optional<Digest> parsed(String digest) {
    try {
      return Optional.of(Digest.parse(digest));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Manifest fetch(String repository, String reference) throws IOException, InterruptedException {
    Ask ask =
        Ask.of(
                "GET",
                source.uri(repository + "/manifests/" + reference),
                Tokens.Scope.pull(repository))
            .header("Accept", Manifest.ACCEPT);
    HttpResponse<Optional<byte[]>> response = source.read(ask, terms.manifestBytes());
    if (response.statusCode() != 200) {
      throw source.unexpected(ask, response);
    }
    if (response.body().isEmpty()) {
      throw RegistryException.refused(
          "its manifest is larger than " + terms.manifestBytes() + " bytes");
    }
    byte[] bytes = response.body().get();
    checkDigest(bytes, reference, response);
    return Manifest.read(bytes, response.headers().firstValue("Content-Type").orElse(""));
  }

  /// What was asked for by digest must have it, and what is said to have a digest too.
  private void checkDigest(byte[] bytes, String reference, HttpResponse<?> response)
      throws RegistryException {
    Optional<Digest> wanted =
        reference.contains(":")
            ? Optional.of(Digest.parse(reference))
            : response.headers().firstValue("Docker-Content-Digest").flatMap(Images::parsed);
    if (wanted.isEmpty()) {
      return;
    }
    var hash = wanted.get().algorithm().hash();
    hash.update(bytes);
    Digest got = Digest.finish(wanted.get().algorithm(), hash);
    if (!got.equals(wanted.get())) {
      throw RegistryException.lasting(
          "%s delivers a manifest of digest %s where %s was named"
              .formatted(source.name(), got, wanted.get()));
    }
  }

  /// The image, what goes with it, and the tag last: who finds the tag finds all of it.
  ///
  /// @return what was brought along; what could not be does not keep the image
  private Companions.Party placeRoot(Manifest root, ImageCopy copy)
      throws IOException, InterruptedException {
    Companions.Party party = companions.with(copy);
    var parts = new ArrayList<>(parts(root, copy, 0));
    parts.add(() -> party.look(root.digest()));
    for (Descriptor child : root.children(terms.choice())) {
      parts.add(() -> party.look(child.digest()));
    }
    List<Boolean> _ = together.all(parts);
    String name = copy.tag().orElse(root.digest().toString());
    if (party.any()) {
      boolean _ = put(root, copy, root.digest().toString(), 0);
      party.bring();
    }
    boolean _ = put(root, copy, name, 0);
    return party;
  }

  /// Brings a manifest after all that it refers to.
  ///
  /// @return whether the target notes whom it is about
  boolean place(Manifest manifest, ImageCopy copy, String reference, int depth)
      throws IOException, InterruptedException {
    if (depth > MAX_DEPTH) {
      throw RegistryException.refused("its indexes are nested more than " + MAX_DEPTH + " deep");
    }
    List<Boolean> _ = together.all(parts(manifest, copy, depth));
    return put(manifest, copy, reference, depth);
  }

  private List<Once.Task<Boolean>> parts(Manifest manifest, ImageCopy copy, int depth)
      throws RegistryException {
    var parts = new ArrayList<Once.Task<Boolean>>();
    for (Descriptor blob : manifest.blobs(terms.choice())) {
      parts.add(() -> {
        blobs.ensure(blob, copy.sourceRepository(), copy.targetRepository());
        return true;
      });
    }
    for (Descriptor child : manifest.children(terms.choice())) {
      parts.add(() -> ensureChild(child, copy, depth));
    }
    return parts;
  }

  private boolean put(Manifest manifest, ImageCopy copy, String reference, int depth)
      throws IOException, InterruptedException {
    try {
      return push(manifest, copy.targetRepository(), reference);
    } catch (RegistryException e) {
      if (!e.lacksPart()) {
        throw e;
      }
      sendAgain(manifest, copy, depth);
      return push(manifest, copy.targetRepository(), reference);
    }
  }

  /// The target said that it had a part, and then does not know it, or does not take an index with
  /// some platforms alone: what it lacks is sent.
  private void sendAgain(Manifest manifest, ImageCopy copy, int depth)
      throws IOException, InterruptedException {
    for (Descriptor blob : manifest.blobs(terms.choice())) {
      blobs.again(blob, copy.sourceRepository(), copy.targetRepository());
    }
    if (!source.platforms().isEmpty() && !manifest.children().isEmpty()) {
      throw RegistryException.refused(
          "%s takes no index whose other platforms are missing, and the layout has it for %s alone:"
                  .formatted(target.name(), source.platforms().stream().sorted().toList())
              + " export the release with all of them");
    }
    for (Descriptor child : manifest.children()) {
      String reference = child.digest().toString();
      boolean _ = place(fetch(copy.sourceRepository(), reference), copy, reference, depth + 1);
    }
  }

  private boolean ensureChild(Descriptor child, ImageCopy copy, int depth)
      throws IOException, InterruptedException {
    String repository = copy.targetRepository();
    String reference = child.digest().toString();
    return placed
        .computeIfAbsent(new Place(repository, child.digest()), _ -> new Once<>())
        .get(() -> {
          Optional<Digest> there =
              digestAt(target, Tokens.Scope.push(repository), repository, reference);
          if (there.isEmpty()) {
            Manifest manifest = fetch(copy.sourceRepository(), reference);
            boolean _ = place(manifest, copy, reference, depth + 1);
          }
          return true;
        });
  }

  private boolean push(Manifest manifest, String repository, String reference)
      throws IOException, InterruptedException {
    Ask ask =
        Ask.of(
                "PUT",
                target.uri(repository + "/manifests/" + reference),
                Tokens.Scope.push(repository))
            .header("Content-Type", manifest.mediaType())
            .sending(BodyPublishers.ofByteArray(manifest.bytes()));
    HttpResponse<Optional<byte[]>> response = target.told(ask);
    if (response.statusCode() == 400 || response.statusCode() == 404) {
      throw RegistryException.lacking(
          "%s refuses manifest %s of %s with %d although it says that it has all its parts"
              .formatted(target.name(), manifest.digest(), repository, response.statusCode()));
    }
    if (response.statusCode() != 201) {
      throw target.unexpected(ask, response);
    }
    Optional<Digest> said =
        response.headers().firstValue("Docker-Content-Digest").flatMap(Images::parsed);
    if (said.isPresent()
        && said.get().algorithm() == manifest.digest().algorithm()
        && !said.get().equals(manifest.digest())) {
      throw RegistryException.lasting(
          "%s says that it stored %s as %s: it changes what it is given"
              .formatted(target.name(), manifest.digest(), said.get()));
    }
    return response.headers().firstValue("OCI-Subject").isPresent();
  }
}
