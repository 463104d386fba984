package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import io.bowline.registry.storage.ManifestPush;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.ReferrerVisitor;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.StoredManifest;
import io.bowline.registry.storage.Upload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    return pointer(Keys.blob(name, digest)).map(data -> new S3Blob(bucket, digest, data));
  }

  @Override
  public boolean mount(Digest digest, String from) throws IOException {
    Optional<DataPointer> data = pointer(Keys.blob(from, digest));
    if (data.isEmpty()) {
      return false;
    }
    link(digest, data.get());
    boolean stays = pointer(Keys.content(digest)).equals(data);
    if (!stays) {
      dropBlob(digest);
    }
    return stays;
  }

  /// Makes uploaded data a blob of this repository, or takes the same content that is there already
  /// in its place. The answer takes as long either way: it must not tell what others have.
  void adopt(Digest digest, DataPointer own) throws IOException {
    String content = Keys.content(digest);
    for (int round = 0; round < ROUNDS; round++) {
      bucket.putNew(content, own.write());
      Optional<DataPointer> shared = pointer(content);
      if (shared.isPresent()) {
        link(digest, shared.get());
        if (pointer(content).equals(shared)) {
          if (!shared.get().equals(own)) {
            bucket.delete(Keys.data(own.name()));
          }
          return;
        }
      }
    }
    throw new IOException(bucket + ": " + digest + " is removed as often as it is pushed");
  }

  private void link(Digest digest, DataPointer data) throws IOException {
    bucket.put(Keys.holder(digest, name), Text.REMOVED, 0);
    byte[] pointer = data.write();
    bucket.put(Keys.blob(name, digest), pointer, pointer.length);
  }

  @Override
  public boolean dropBlob(Digest digest) throws IOException {
    if (bucket.get(Keys.blob(name, digest)).isEmpty()) {
      return false;
    }
    bucket.delete(Keys.blob(name, digest));
    bucket.delete(Keys.holder(digest, name));
    return true;
  }

  @Override
  public Upload begin(Digest.Algorithm algorithm) {
    return S3Upload.fresh(storage, this, algorithm);
  }

  @Override
  public Opening open(String id) throws IOException {
    return S3Upload.open(storage, this, id);
  }

  @Override
  public List<Digest> keep(ManifestPush push, byte[] bytes) throws IOException {
    List<Digest> missing =
        Together.ask(
                push.needs(),
                needed -> blob(needed).isEmpty() ? List.of(needed) : List.<Digest>of())
            .stream()
            .flatMap(List::stream)
            .toList();
    if (!missing.isEmpty()) {
      return missing;
    }
    String link = Keys.manifest(name, push.digest());
    byte[] head = Text.write(push.mediaType() + "\n");
    byte[] whole = new byte[head.length + bytes.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(bytes, 0, whole, head.length, bytes.length);
    for (int round = 0; round < ROUNDS; round++) {
      bucket.put(link, whole, whole.length);
      point(push);
      if (bucket.get(link).isPresent()) {
        return List.of();
      }
    }
    throw new IOException(bucket + ": " + push.digest() + " is removed as often as it is pushed");
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
    Optional<Bucket.Found> found = bucket.get(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = found.get().bytes();
    String head = Text.read(key, bytes);
    String mediaType = head.substring(0, head.indexOf('\n'));
    int begin = Text.write(mediaType + "\n").length;
    return Optional.of(new StoredManifest(mediaType, new ReadBytes(digest, bytes, begin)));
  }

  @Override
  public boolean dropManifest(Digest digest, Optional<Digest> subject) throws IOException {
    String link = Keys.manifest(name, digest);
    if (bucket.get(link).isEmpty()) {
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
    Optional<Bucket.Found> found = bucket.get(key).filter(is -> is.bytes().length > 0);
    if (found.isEmpty()
        || (at.isPresent() && !marked(key, found.get()).equals(at.get()))
        || (onlyIfGone && bucket.get(Keys.manifest(name, digest)).isPresent())) {
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
      Optional<Bucket.Found> found = bucket.get(key);
      if (found.isEmpty() || found.get().bytes().length == 0) {
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
      List<Optional<String>> descriptors = Together.ask(batch, file -> marked(folder + file));
      for (int i = 0; i < batch.size(); i++) {
        Digest referrer = Digest.parse(batch.get(i).replace('-', ':'));
        if (descriptors.get(i).isPresent() && !visitor.visit(referrer, descriptors.get(i).get())) {
          return;
        }
      }
      batch = live(folder, batch.getLast(), BATCH);
    }
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
    Optional<Bucket.Found> found = bucket.get(key).filter(is -> is.bytes().length > 0);
    return found.isEmpty() ? Optional.empty() : Optional.of(marked(key, found.get()));
  }

  private static String marked(String key, Bucket.Found found) throws IOException {
    String text = Text.read(key, found.bytes());
    return text.substring(text.indexOf('\n') + 1);
  }

  private Optional<DataPointer> pointer(String key) throws IOException {
    Optional<Bucket.Found> found = bucket.get(key);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(DataPointer.read(key, found.get().bytes()));
  }
}
