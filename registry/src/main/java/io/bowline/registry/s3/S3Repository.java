package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.ManifestPush;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.ReferrerVisitor;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.StoredManifest;
import io.bowline.registry.storage.Upload;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/// A repository in the bucket.
///
/// There are no locks. A push writes what points after what it points at, and looks in the end
/// whether a removal came between; a removal takes what points first, and looks in the end for what
/// a push wrote between. So whichever is done last has happened whole.
record S3Repository(S3Storage storage, Bucket bucket, String name) implements Repository {
  /// A push is overtaken by a removal so often only if somebody removes without end.
  private static final int ROUNDS = 20;

  private static final int BATCH = 32;

  @Override
  public boolean known() throws IOException {
    return !bucket.list(Keys.manifests(name), "", 1).objects().isEmpty();
  }

  @Override
  public Optional<Blob> blob(Digest digest) throws IOException {
    String key = Keys.blob(name, digest);
    Optional<Link> link =
        asked(
            key,
            bytes -> Link.read(key, bytes),
            Link::touched,
            (found, now) -> new Link(found.data(), now).write(storage.names().get()));
    return link.isPresent() && storage.contents().confirm(digest, link.get().data())
        ? Optional.of(new S3Blob(bucket, digest, link.get().data()))
        : Optional.empty();
  }

  /// How an object is read.
  @FunctionalInterface
  private interface Reading<T> {
    T read(byte[] bytes) throws IOException;
  }

  /// What is there. Whoever is told so may count on it for the grace of a collection: an old one is
  /// replaced by another of this moment, and a collection removes nothing but what it read.
  private <T> Optional<T> asked(
      String key,
      Reading<T> reading,
      Function<T, Instant> touched,
      BiFunction<T, Instant, byte[]> renewing)
      throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Bucket.Found> found = live(key);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      T there = reading.read(found.get().bytes());
      Instant now = storage.clock().instant();
      if (touched.apply(there).isAfter(now.minus(storage.timing().renewal()))
          || bucket.replace(key, renewing.apply(there, now), found.get().tag()).isPresent()) {
        return Optional.of(there);
      }
    }
    throw new IOException(bucket + ": " + key + " is written by others without end");
  }

  /// An object that is not removed.
  private Optional<Bucket.Found> live(String key) throws IOException {
    return bucket.get(key).filter(found -> found.bytes().length > 0);
  }

  @Override
  public boolean mount(Digest digest, String from) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      // before the source is looked at, so that no later link to other data is overwritten
      Optional<Bucket.Found> before = bucket.get(Keys.blob(name, digest));
      if (!(storage.repository(from).blob(digest).orElse(null) instanceof S3Blob source)) {
        return false;
      }
      if (link(digest, source.data(), before)) {
        return storage.contents().confirm(digest, source.data());
      }
    }
    throw overtaken(digest);
  }

  /// Makes uploaded data a blob of this repository, or takes the same content that is there already
  /// in its place. The answer takes as long either way: it must not tell what others have.
  ///
  /// @param own announced as coming, and by now there
  /// @param announced when that was
  /// @return whether the data is its content's from now on
  boolean adopt(Digest digest, DataPointer own, Instant announced) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Bucket.Found> before = bucket.get(Keys.blob(name, digest));
      DataPointer shared = storage.contents().settle(digest, own, announced);
      if (link(digest, shared, before) && storage.contents().confirm(digest, shared)) {
        if (!shared.equals(own)) {
          storage.contents().withdraw(digest, own.name());
        }
        return shared.equals(own);
      }
    }
    throw overtaken(digest);
  }

  /// Links to data, unless somebody else wrote the link since it was read.
  private boolean link(Digest digest, DataPointer data, Optional<Bucket.Found> before)
      throws IOException {
    bucket.put(Keys.holder(digest, name), Text.REMOVED, 0);
    String key = Keys.blob(name, digest);
    byte[] link = new Link(data, storage.clock().instant()).write(storage.names().get());
    Optional<String> written =
        before.isEmpty() ? bucket.putNew(key, link) : bucket.replace(key, link, before.get().tag());
    return written.isPresent();
  }

  private IOException overtaken(Digest digest) {
    return new IOException(bucket + ": " + digest + " is removed as often as it is pushed");
  }

  @Override
  public boolean dropBlob(Digest digest) throws IOException {
    boolean was = live(Keys.blob(name, digest)).isPresent();
    if (was) {
      bucket.delete(Keys.blob(name, digest));
      bucket.delete(Keys.holder(digest, name));
    }
    return was;
  }

  @Override
  public Upload begin(Digest.Algorithm algorithm) {
    return S3Upload.fresh(storage, this, algorithm);
  }

  @Override
  public Opening open(String id) throws IOException {
    return S3Upload.open(storage, this, id);
  }

  /// What a collection must not remove between is looked for before the manifest is there, and once
  /// more if that took long: from then on the manifest keeps it.
  @Override
  public List<Digest> keep(ManifestPush push, byte[] bytes) throws IOException {
    String link = Keys.manifest(name, push.digest());
    for (int round = 0; round < ROUNDS; round++) {
      Instant began = storage.clock().instant();
      List<Digest> missing = missing(push.needs());
      if (!missing.isEmpty()) {
        return missing;
      }
      byte[] whole =
          ManifestObject.of(push.mediaType(), storage.clock().instant(), bytes)
              .write(storage.clock().instant(), storage.names().get());
      String tag = bucket.put(link, whole, whole.length);
      if (began.isBefore(storage.clock().instant().minus(storage.timing().renewal()))) {
        missing = missing(push.needs());
        if (!missing.isEmpty()) {
          Optional<String> _ = bucket.replace(link, Text.REMOVED, tag);
          return missing;
        }
      }
      point(push);
      if (live(link).isPresent()) {
        return List.of();
      }
    }
    throw overtaken(push.digest());
  }

  private List<Digest> missing(List<Digest> needs) throws IOException {
    return Together.ask(
            needs, needed -> blob(needed).isEmpty() ? List.of(needed) : List.<Digest>of())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private void point(ManifestPush push) throws IOException {
    if (push.referrer().isPresent()) {
      ManifestPush.Referrer referrer = push.referrer().get();
      mark(Keys.referrer(name, referrer.subject(), push.digest()), referrer.descriptor());
    }
    for (String tag : push.tags()) {
      mark(Keys.tags(name) + tag, push.digest().toString());
    }
  }

  @Override
  public Optional<StoredManifest> manifest(Digest digest) throws IOException {
    String key = Keys.manifest(name, digest);
    return asked(
            key,
            bytes -> ManifestObject.read(key, bytes),
            ManifestObject::touched,
            (found, now) -> found.write(now, storage.names().get()))
        .map(found -> new StoredManifest(found.mediaType(), found.content(digest)));
  }

  @Override
  public boolean dropManifest(Digest digest, Optional<Digest> subject) throws IOException {
    String link = Keys.manifest(name, digest);
    if (live(link).isEmpty()) {
      return false;
    }
    unpoint(digest, subject, false);
    bucket.delete(link);
    unpoint(digest, subject, true);
    return true;
  }

  /// Removes what points at a manifest.
  ///
  /// @param onlyIfGone leaves what a push wrote that brought the manifest back
  private void unpoint(Digest digest, Optional<Digest> subject, boolean onlyIfGone)
      throws IOException {
    if (subject.isPresent()) {
      unpoint(Keys.referrer(name, subject.get(), digest), digest, Optional.empty(), onlyIfGone);
    }
    Together.ask(
        live(Keys.tags(name), "", Integer.MAX_VALUE),
        tag -> unpoint(Keys.tags(name) + tag, digest, Optional.of(digest.toString()), onlyIfGone));
  }

  private boolean unpoint(String key, Digest digest, Optional<String> at, boolean onlyIfGone)
      throws IOException {
    Optional<Bucket.Found> found = live(key);
    if (found.isEmpty()
        || (at.isPresent() && !marked(key, found.get()).equals(at.get()))
        || (onlyIfGone && live(Keys.manifest(name, digest)).isPresent())) {
      return false;
    }
    return bucket.replace(key, Text.REMOVED, found.get().tag()).isPresent();
  }

  @Override
  public Optional<Digest> tagged(String tag) throws IOException {
    return marked(Keys.tags(name) + tag).map(Digest::parse);
  }

  @Override
  public List<String> tags(String after, int atMost) throws IOException {
    return live(Keys.tags(name), after, atMost);
  }

  @Override
  public boolean dropTag(String tag) throws IOException {
    String key = Keys.tags(name) + tag;
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Bucket.Found> found = live(key);
      if (found.isEmpty()) {
        return false;
      }
      if (bucket.replace(key, Text.REMOVED, found.get().tag()).isPresent()) {
        return true;
      }
    }
    throw new IOException(bucket + ": the tag " + tag + " is pushed as often as it is removed");
  }

  @Override
  public void referrers(Digest subject, String after, ReferrerVisitor visitor) throws IOException {
    String folder = Keys.referrers(name, subject);
    String last = after.replace(':', '-');
    List<String> batch = live(folder, last, BATCH);
    while (!batch.isEmpty()) {
      List<Optional<String>> descriptors = Together.ask(batch, file -> listed(folder, file));
      for (int i = 0; i < batch.size(); i++) {
        Digest referrer = referrer(batch.get(i));
        if (descriptors.get(i).isPresent() && !visitor.visit(referrer, descriptors.get(i).get())) {
          return;
        }
      }
      batch = live(folder, batch.getLast(), BATCH);
    }
  }

  /// An entry, if its manifest is there: whoever removes a manifest may die before the entry.
  private Optional<String> listed(String folder, String file) throws IOException {
    return bucket.has(Keys.manifest(name, referrer(file)))
        ? marked(folder + file)
        : Optional.empty();
  }

  private static Digest referrer(String file) {
    return Digest.parse(file.replace('-', ':'));
  }

  /// Removes an entry among referrers whose manifest is gone.
  void forgetReferrer(Digest subject, Digest referrer) throws IOException {
    boolean _ = unpoint(Keys.referrer(name, subject, referrer), referrer, Optional.empty(), true);
  }

  @Override
  public Set<Holding> holdings() throws IOException {
    Set<Holding> all = new HashSet<>();
    each(Keys.blobs(name), digest -> all.add(Holding.blob(digest)));
    each(Keys.manifests(name), digest -> all.add(Holding.manifest(digest)));
    return all;
  }

  private void each(String folder, Consumer<Digest> taker) throws IOException {
    bucket.each(
        folder,
        object -> {
          if (object.size() > 0) {
            taker.accept(Keys.digest(object.key()));
          }
        });
  }

  @Override
  public OptionalLong sizeOf(Holding holding) throws IOException {
    String key =
        switch (holding.kind()) {
          case BLOB -> Keys.blob(name, holding.digest());
          case MANIFEST -> Keys.manifest(name, holding.digest());
        };
    Optional<Bucket.Found> found = live(key);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    byte[] bytes = found.get().bytes();
    return OptionalLong.of(
        switch (holding.kind()) {
          case BLOB -> Link.read(key, bytes).data().size();
          case MANIFEST -> ManifestObject.read(key, bytes).size();
        });
  }

  /// What the tags point at.
  Set<Digest> taggedDigests() throws IOException {
    List<String> tags = live(Keys.tags(name), "", Integer.MAX_VALUE);
    Set<Digest> digests = new HashSet<>();
    Together.ask(tags, this::tagged).forEach(found -> found.ifPresent(digests::add));
    return digests;
  }

  /// The names below a folder that are not removed.
  private List<String> live(String folder, String after, int atMost) throws IOException {
    List<String> names = new ArrayList<>();
    String behind = after.isEmpty() ? "" : folder + after;
    Bucket.Page page = atMost == 0 ? Bucket.Page.NONE : bucket.list(folder, behind, atMost);
    while (!page.objects().isEmpty()) {
      page.objects().stream()
          .filter(object -> object.size() > 0)
          .forEach(object -> names.add(Keys.last(object.key())));
      page =
          page.more() && names.size() < atMost
              ? bucket.list(folder, page.last(), atMost - names.size())
              : Bucket.Page.NONE;
    }
    return names;
  }

  /// Writes what points; each time another object, so that a removal cannot take it for the one it
  /// read.
  private void mark(String key, String text) throws IOException {
    byte[] bytes = Text.write(storage.names().get() + "\n" + text);
    bucket.put(key, bytes, bytes.length);
  }

  private Optional<String> marked(String key) throws IOException {
    Optional<Bucket.Found> found = live(key);
    return found.isEmpty() ? Optional.empty() : Optional.of(marked(key, found.get()));
  }

  private static String marked(String key, Bucket.Found found) throws IOException {
    String text = Text.read(key, found.bytes());
    return text.substring(text.indexOf('\n') + 1);
  }
}
