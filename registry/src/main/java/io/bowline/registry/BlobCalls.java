package io.bowline.registry;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import io.bowline.registry.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// Reading and removing blobs.
final class BlobCalls {
  private final Storage storage;

  BlobCalls(Storage storage) {
    this.storage = storage;
  }

  OciResponse get(Call call, String repository, Digest digest) throws Refusal, IOException {
    Blob blob = storage.repository(repository).blob(digest).orElseThrow(() -> unknown(digest));
    if (call.unchanged(digest)) {
      return OciResponse.empty(304).with("ETag", Call.etag(digest));
    }
    Optional<URI> elsewhere =
        call.wantsBody() && call.caller().followsRedirects() ? blob.elsewhere() : Optional.empty();
    if (elsewhere.isPresent()) {
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
      throw unknown(digest);
    }
    return OciResponse.empty(202);
  }

  private static OciResponse part(Call call, Blob blob, ByteRange range) throws IOException {
    OciResponse response =
        call.wantsBody()
            ? OciResponse.blob(206, blob, range.first(), range.length())
            : OciResponse.head(206, range.length());
    return response.with(
        "Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + blob.size());
  }

  private static OciResponse whole(Call call, Blob blob) throws IOException {
    return call.wantsBody()
        ? OciResponse.blob(200, blob, 0, blob.size())
        : OciResponse.head(200, blob.size());
  }

  private static Refusal unknown(Digest digest) {
    return new Refusal(ErrorCode.BLOB_UNKNOWN, "this repository has no blob " + digest);
  }
}
