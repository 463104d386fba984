package io.bowline.registry;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Storage;
import io.bowline.registry.storage.Upload;
import io.bowline.registry.storage.UploadLost;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Pushing blobs: whole, in chunks, resumed, or mounted from another repository.
final class UploadCalls {
  /// How many repositories are asked for a blob when a mount names none.
  private static final int ASKED_HOLDERS = 64;

  private final Storage storage;
  private final Limits limits;
  private final Quotas quotas;

  UploadCalls(Storage storage, Limits limits, Quotas quotas) {
    this.quotas = quotas;
    this.storage = storage;
    this.limits = limits;
  }

  OciResponse begin(Call call, String repository) throws Refusal, IOException {
    Optional<String> mount = call.query().first("mount");
    Optional<String> from = call.query().first("from").filter(ImageReference::isRepository);
    if (mount.isPresent()
        && from.isPresent()
        && call.caller().mayMount(repository, from.get()) instanceof Admission.Challenged asked) {
      Call.admit(asked);
    }
    call.require(Right.PUSH, repository);
    Call.admit(quotas.begin(repository));
    if (mount.isPresent() && mounted(call, repository, Call.digest(mount.get()))) {
      return created(repository, Call.digest(mount.get()));
    }
    Optional<String> whole = mount.isPresent() ? Optional.empty() : call.query().first("digest");
    if (whole.isPresent()) {
      return beginAndFinish(call, repository, Call.digest(whole.get()));
    }
    try (PushedUpload upload = fresh(repository, algorithm(call))) {
      return progress(202, repository, upload);
    }
  }

  OciResponse append(Call call, String repository, String id) throws Refusal, IOException {
    try (PushedUpload upload = open(repository, id)) {
      receive(call, repository, upload);
      return progress(202, repository, upload);
    }
  }

  OciResponse finish(Call call, String repository, String id) throws Refusal, IOException {
    Optional<String> digest = call.query().first("digest");
    if (digest.isEmpty()) {
      throw new Refusal(ErrorCode.DIGEST_INVALID, "an upload is closed with ?digest=<digest>");
    }
    Digest whole = Call.digest(digest.get());
    try (PushedUpload upload = open(repository, id)) {
      return finish(call, repository, upload, whole);
    }
  }

  OciResponse status(String repository, String id) throws Refusal, IOException {
    try (PushedUpload upload = open(repository, id)) {
      return progress(204, repository, upload);
    }
  }

  OciResponse cancel(String repository, String id) throws Refusal, IOException {
    try (PushedUpload upload = open(repository, id)) {
      upload.cancel();
      return OciResponse.empty(204);
    }
  }

  /// Nobody learns this upload's name, so nothing of it may stay.
  private OciResponse beginAndFinish(Call call, String repository, Digest digest)
      throws Refusal, IOException {
    boolean done = false;
    try (PushedUpload upload = fresh(repository, digest.algorithm())) {
      try {
        OciResponse response = finish(call, repository, upload, digest);
        done = true;
        return response;
      } finally {
        if (!done) {
          upload.cancel();
        }
      }
    }
  }

  private OciResponse finish(Call call, String repository, PushedUpload upload, Digest digest)
      throws Refusal, IOException {
    receive(call, repository, upload);
    if (!commit(upload, digest)) {
      throw new Refusal(ErrorCode.DIGEST_INVALID, "the bytes received are others; begin again");
    }
    return created(repository, digest);
  }

  private void receive(Call call, String repository, PushedUpload upload)
      throws Refusal, IOException {
    long size = upload.size();
    long declared = call.declaredLength();
    Optional<ChunkRange> range = ChunkRange.of(call.request());
    if (range.isPresent() && range.get().first() != size) {
      throw new Refusal(416, ErrorCode.BLOB_UPLOAD_INVALID, "the next chunk begins at byte " + size)
          .with("Location", location(repository, upload))
          .with("Range", received(size));
    }
    if (range.isPresent() && declared >= 0 && range.get().length() != declared) {
      throw new Refusal(
          ErrorCode.SIZE_INVALID, "Content-Range and Content-Length name different sizes");
    }
    long room = limits.blobBytes() - size;
    long came = declared > room ? declared : append(call, upload, room);
    if (came > room) {
      upload.cancel();
      throw new Refusal(
          413,
          ErrorCode.BLOB_UPLOAD_INVALID,
          "a blob has at most " + limits.blobBytes() + " bytes here");
    }
    if (declared >= 0 && came != declared) {
      throw new Refusal(
          ErrorCode.SIZE_INVALID, came + " bytes came where Content-Length says " + declared);
    }
  }

  private static long append(Call call, PushedUpload upload, long room)
      throws Refusal, IOException {
    try {
      return upload.append(call.request().body(), call.declaredLength(), room);
    } catch (UploadLost e) {
      throw lost(upload);
    }
  }

  private static boolean commit(PushedUpload upload, Digest digest) throws Refusal, IOException {
    try {
      return upload.commit(digest);
    } catch (UploadLost e) {
      throw lost(upload);
    }
  }

  /// What is left of it is of no use.
  private static Refusal lost(PushedUpload upload) throws IOException {
    upload.cancel();
    return new Refusal(
        ErrorCode.BLOB_UPLOAD_UNKNOWN, "what came of this upload is gone; begin again");
  }

  private PushedUpload fresh(String repository, Digest.Algorithm algorithm) throws IOException {
    return new PushedUpload(quotas, repository, storage.repository(repository).begin(algorithm));
  }

  private PushedUpload open(String repository, String id) throws Refusal, IOException {
    return switch (storage.repository(repository).open(id)) {
      case Opening.Held(Upload upload) -> new PushedUpload(quotas, repository, upload);
      case Opening.Busy _ ->
          throw new Refusal(
                  ErrorCode.TOOMANYREQUESTS,
                  "another request is writing to the upload " + About.cut(id))
              .with("Retry-After", "1");
      case Opening.Unknown _ ->
          throw new Refusal(
              ErrorCode.BLOB_UPLOAD_UNKNOWN,
              "there is no upload " + About.cut(id) + "; it ended or was forgotten");
    };
  }

  private boolean mounted(Call call, String repository, Digest digest) throws Refusal, IOException {
    Optional<String> from = call.query().first("from");
    List<String> holders =
        from.isPresent()
            ? from.stream().filter(ImageReference::isRepository).toList()
            : storage.holders(digest).stream().limit(ASKED_HOLDERS).toList();
    for (String holder : holders) {
      if (call.caller().may(Right.PULL, holder) instanceof Admission.Granted
          && mounted(repository, digest, holder)) {
        return true;
      }
    }
    return false;
  }

  private boolean mounted(String repository, Digest digest, String holder)
      throws Refusal, IOException {
    Holding blob = Holding.blob(digest);
    OptionalLong size = storage.repository(holder).sizeOf(blob);
    if (size.isEmpty()) {
      return false;
    }
    Quotas.Claim.Granted claim =
        Call.granted(quotas.claim(repository, blob, size.getAsLong(), Optional.empty()));
    boolean kept = false;
    try {
      kept = storage.repository(repository).mount(digest, holder);
      return kept;
    } finally {
      claim.ended(kept);
    }
  }

  private static Digest.Algorithm algorithm(Call call) throws Refusal {
    Optional<String> wanted = call.query().first("digest-algorithm");
    if (wanted.isEmpty()) {
      return Digest.Algorithm.SHA256;
    }
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      if (algorithm.label().equals(wanted.get().toLowerCase(Locale.ROOT))) {
        return algorithm;
      }
    }
    throw new Refusal(ErrorCode.DIGEST_INVALID, "digest-algorithm is neither sha256 nor sha512");
  }

  private static OciResponse created(String repository, Digest digest) {
    return OciResponse.empty(201)
        .with("Location", "/v2/" + repository + "/blobs/" + digest)
        .with("Docker-Content-Digest", digest.toString());
  }

  private static OciResponse progress(int status, String repository, PushedUpload upload)
      throws IOException {
    return OciResponse.empty(status)
        .with("Location", location(repository, upload))
        .with("Range", received(upload.size()))
        .with("Docker-Upload-UUID", upload.id());
  }

  private static String location(String repository, PushedUpload upload) {
    return "/v2/" + repository + "/blobs/uploads/" + upload.id();
  }

  private static String received(long size) {
    return "0-" + Math.max(0, size - 1);
  }
}
