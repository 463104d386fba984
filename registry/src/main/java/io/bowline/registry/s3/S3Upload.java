package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Upload;
import io.bowline.registry.storage.UploadLost;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// An upload in parts, of which the last bytes, too few for a part, lie beside it between requests.
///
/// Who writes holds its state for a while and again and again; who died lets it go by that. State
/// is replaced only as it was read, so one who was taken for dead writes nothing more that counts:
/// an upload is completed from the parts that its state names, by their tags.
final class S3Upload implements Upload {
  static final Duration HOLD = Duration.ofSeconds(60);
  private static final Duration RENEWAL = Duration.ofSeconds(20);
  private static final int FIRST_BUFFER = 64 * 1024;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{7,63}");

  private final S3Storage storage;
  private final S3Repository repository;
  private final Bucket bucket;
  private final String id;
  private final List<String> tags;
  private final List<String> oldTails = new ArrayList<>();

  /// As it would be taken up now: at a part's end, or as it was put down last.
  private UploadState state;

  /// Empty while the bucket has no state of it, and nobody else can know of it.
  private Optional<String> tag;

  private Optional<String> parts;
  private long inParts;
  private StateHash hash;
  private byte[] buffer = new byte[0];
  private int buffered;
  private boolean tailRead;
  private boolean changed;
  private boolean ended;
  private Instant renewed;

  private S3Upload(
      S3Storage storage,
      S3Repository repository,
      String id,
      UploadState state,
      Optional<String> tag) {
    this.storage = storage;
    this.repository = repository;
    this.bucket = repository.bucket();
    this.id = id;
    this.state = state;
    this.tag = tag;
    this.parts = state.parts();
    this.tags = new ArrayList<>(state.tags());
    this.inParts = state.inParts();
    this.hash = state.hash().goOn();
    this.renewed = storage.clock().instant();
  }

  static S3Upload fresh(S3Storage storage, S3Repository repository, Digest.Algorithm algorithm) {
    UploadState state =
        new UploadState(
            storage.names().get(),
            Optional.empty(),
            List.of(),
            0,
            Optional.empty(),
            UploadState.Hash.of(new StateHash(algorithm)),
            Optional.empty());
    return new S3Upload(storage, repository, storage.names().get(), state, Optional.empty());
  }

  static Opening open(S3Storage storage, S3Repository repository, String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      return new Opening.Unknown();
    }
    String key = Keys.upload(repository.name(), id);
    Optional<Bucket.Found> found = repository.bucket().get(key);
    if (found.isEmpty()) {
      return new Opening.Unknown();
    }
    UploadState state = UploadState.read(key, found.get().bytes());
    Instant now = storage.clock().instant();
    if (state.heldUntil().filter(now::isBefore).isPresent()) {
      return new Opening.Busy();
    }
    Optional<String> held =
        repository
            .bucket()
            .replace(key, state.held(Optional.of(now.plus(HOLD))).write(), found.get().tag());
    return held.isPresent()
        ? new Opening.Held(new S3Upload(storage, repository, id, state, held))
        : new Opening.Busy();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public long size() {
    return tailRead || state.tail().isEmpty() ? inParts + buffered : state.size();
  }

  @Override
  public long append(InputStream body, long atMost) throws IOException {
    readTail();
    long came = 0;
    while (true) {
      makeRoom();
      int read = body.read(buffer, buffered, buffer.length - buffered);
      if (read < 0) {
        return came;
      }
      int fits = (int) Math.min(read, atMost - came);
      hash.update(buffer, buffered, fits);
      buffered += fits;
      came += fits;
      changed |= fits > 0;
      if (fits < read) {
        return atMost + 1;
      }
      if (storage.clock().instant().isAfter(renewed.plus(RENEWAL))) {
        hold();
      }
    }
  }

  @Override
  public boolean commit(Digest digest) throws IOException {
    readTail();
    boolean sameAlgorithm = hash.algorithm() == digest.algorithm();
    if (sameAlgorithm && !hash.digest().equals(digest)) {
      cancel();
      return false;
    }
    // one object may be written over, and its name be alive since an attempt that broke off
    String name = tags.isEmpty() ? storage.names().get() : state.data();
    Contents.Announced announced = storage.contents().announce(digest, name);
    boolean fresh = tags.isEmpty() ? putWhole(name) : completeParts(announced.again());
    if (!(sameAlgorithm && fresh) && !read(name, digest.algorithm()).equals(digest)) {
      storage.contents().withdraw(digest, name);
      remove(name, fresh);
      cancel();
      return false;
    }
    DataPointer own = new DataPointer(name, inParts + buffered);
    if (!repository.adopt(digest, own, announced.at())) {
      remove(name, fresh);
    }
    cancel();
    return true;
  }

  /// Bytes that no content names, unless an attempt that broke off may have given them to one: then
  /// a collection looks.
  private void remove(String name, boolean fresh) throws IOException {
    if (fresh) {
      bucket.delete(Keys.data(name));
    }
  }

  private boolean putWhole(String name) throws IOException {
    bucket.put(Keys.data(name), buffer, buffered);
    return true;
  }

  /// Makes the parts one object, and leaves all as it is for another attempt if that breaks off;
  /// says whether it was not done already.
  ///
  /// @param again whether an attempt before this one may have come further
  private boolean completeParts(boolean again) throws IOException {
    String key = Keys.data(state.data());
    List<String> all = new ArrayList<>(tags);
    try {
      if (buffered > 0) {
        all.add(bucket.putPart(key, parts.orElseThrow(), all.size() + 1, buffer, buffered));
      }
      bucket.finishParts(key, parts.orElseThrow(), all);
      return true;
    } catch (UploadLost e) {
      if (again && bucket.size(key).equals(Optional.of(inParts + buffered))) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void cancel() throws IOException {
    ended = true;
    forget();
  }

  /// Puts it down for whoever goes on with it.
  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    if (changed) {
      Optional<UploadState.Tail> tail = Optional.empty();
      if (buffered > 0) {
        String key = Keys.tails(repository.name(), id) + storage.names().get();
        bucket.put(key, buffer, buffered);
        tail = Optional.of(new UploadState.Tail(key, buffered));
      }
      state = now(tail);
    }
    save(Optional.empty());
  }

  /// Bytes that were put down before a part was full come first.
  private void readTail() throws IOException {
    if (tailRead || state.tail().isEmpty()) {
      return;
    }
    UploadState.Tail tail = state.tail().get();
    byte[] bytes =
        bucket
            .get(tail.key())
            .orElseThrow(() -> new UploadLost(bucket + ": " + tail.key() + " is not there"))
            .bytes();
    buffer = bytes;
    buffered = bytes.length;
    tailRead = true;
    oldTails.add(tail.key());
  }

  private void makeRoom() throws IOException {
    int most = bucket.settings().partBytes();
    if (buffered >= most) {
      if (parts.isEmpty()) {
        // the bucket knows of the upload before there are parts of it, so that they can be found
        hold();
        parts = Optional.of(bucket.beginParts(Keys.data(state.data())));
        state = state.inParts(parts.get());
        hold();
      }
      putPart();
      state = now(Optional.empty());
    }
    if (buffered == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(most, Math.max(FIRST_BUFFER, 2 * buffered)));
    }
  }

  private void putPart() throws IOException {
    String key = Keys.data(state.data());
    tags.add(bucket.putPart(key, parts.orElseThrow(), tags.size() + 1, buffer, buffered));
    inParts += buffered;
    buffered = 0;
  }

  private UploadState now(Optional<UploadState.Tail> tail) {
    return new UploadState(
        state.data(), parts, tags, inParts, tail, UploadState.Hash.of(hash), Optional.empty());
  }

  private void hold() throws IOException {
    renewed = storage.clock().instant();
    save(Optional.of(renewed.plus(HOLD)));
  }

  private void save(Optional<Instant> heldUntil) throws IOException {
    String key = Keys.upload(repository.name(), id);
    byte[] bytes = state.held(heldUntil).write();
    tag = tag.isEmpty() ? bucket.putNew(key, bytes) : bucket.replace(key, bytes, tag.get());
    if (tag.isEmpty()) {
      ended = true;
      throw new IOException(
          "another process has gone on with the upload " + id + ", since this one was too slow");
    }
    for (String old : List.copyOf(oldTails)) {
      if (state.tail().filter(tail -> tail.key().equals(old)).isEmpty()) {
        bucket.delete(old);
        oldTails.remove(old);
      }
    }
  }

  /// Removes what only the upload needed; its state last, since by it the rest is found.
  private void forget() throws IOException {
    if (parts.isPresent()) {
      bucket.abortParts(Keys.data(state.data()), parts.get());
    }
    if (state.tail().isPresent()) {
      bucket.delete(state.tail().get().key());
    }
    for (String old : oldTails) {
      bucket.delete(old);
    }
    if (tag.isPresent()) {
      bucket.delete(Keys.upload(repository.name(), id));
    }
  }

  /// What the bytes are that are there, by an algorithm that nobody thought of while they came, or
  /// after another attempt brought them.
  private Digest read(String name, Digest.Algorithm algorithm) throws IOException {
    var running = algorithm.hash();
    byte[] read = new byte[FIRST_BUFFER];
    if (inParts + buffered > 0) {
      try (InputStream in = bucket.open(Keys.data(name), 0)) {
        int length = in.read(read);
        while (length >= 0) {
          running.update(read, 0, length);
          length = in.read(read);
        }
      }
    }
    return Digest.finish(algorithm, running);
  }
}
