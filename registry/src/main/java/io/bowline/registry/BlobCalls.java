package io.bowline.registry;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Reading and removing blobs.
final class BlobCalls {
  private final Storage storage;
  private final Quotas quotas;

  BlobCalls(Storage storage, Quotas quotas) {
    this.storage = storage;
    this.quotas = quotas;
  }

  OciResponse get(Call call, String repository, Digest digest) throws Refusal, IOException {
    Blob blob = storage.repository(repository).blob(digest).orElseThrow(BlobCalls::unknown);
    if (call.unchanged(digest)) {
      return OciResponse.empty(304).with("ETag", Call.etag(digest));
    }
    Optional<URI> elsewhere =
        call.wantsBody() && call.caller().followsRedirects() ? blob.elsewhere() : Optional.empty();
    if (elsewhere.isPresent()) {
      begun(call, blob.size()).ifPresent(told -> told.accept(blob.size()));
      return OciResponse.empty(307)
          .with("Location", elsewhere.get().toString())
          .with("Cache-Control", "no-store")
          .with("Docker-Content-Digest", digest.toString());
    }
    Optional<ByteRange> range =
        call.request().header("range").isPresent()
            ? ByteRange.of(call.request().header("range").get(), blob.size())
            : Optional.empty();
    OciResponse response = range.isPresent() ? part(call, blob, range.get()) : whole(call, blob);
    return response
        .with("Content-Type", "application/octet-stream")
        .with("Docker-Content-Digest", digest.toString())
        .with("ETag", Call.etag(digest))
        .with("Accept-Ranges", "bytes");
  }

  OciResponse delete(String repository, Digest digest) throws Refusal, IOException {
    if (!storage.repository(repository).dropBlob(digest)) {
      throw unknown();
    }
    quotas.dropped(repository, List.of(Holding.blob(digest)));
    return OciResponse.empty(202);
  }

  private static OciResponse part(Call call, Blob blob, ByteRange range)
      throws Refusal, IOException {
    OciResponse response =
        call.wantsBody() ? sent(call, 206, blob, range) : OciResponse.head(206, range.length());
    return response.with(
        "Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + blob.size());
  }

  private static OciResponse whole(Call call, Blob blob) throws Refusal, IOException {
    return call.wantsBody()
        ? sent(call, 200, blob, new ByteRange(0, blob.size() - 1))
        : OciResponse.head(200, blob.size());
  }

  private static OciResponse sent(Call call, int status, Blob blob, ByteRange part)
      throws Refusal, IOException {
    Optional<LongConsumer> ended = begun(call, part.length());
    boolean opened = false;
    try {
      OciResponse response = OciResponse.blob(status, blob, part.first(), part.length());
      opened = true;
      return ended.isPresent() ? response.counted(ended.get()) : response;
    } finally {
      if (!opened) {
        ended.ifPresent(told -> told.accept(0));
      }
    }
  }

  /// Who is told of the end of it, if anybody.
  private static Optional<LongConsumer> begun(Call call, long bytes) throws Refusal {
    return switch (call.caller().take(bytes)) {
      case Taking.Free _ -> Optional.empty();
      case Taking.Begun(LongConsumer ended) -> Optional.of(ended);
      case Taking.Refused(Admission why) -> throw Call.refusal(why);
    };
  }

  private static Refusal unknown() {
    return new Refusal(ErrorCode.BLOB_UNKNOWN, "the repository has no such blob");
  }
}
