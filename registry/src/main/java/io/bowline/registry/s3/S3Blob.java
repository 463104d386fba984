package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/// A blob in the bucket.
record S3Blob(Bucket bucket, Digest digest, DataPointer data) implements Blob {
  @Override
  public long size() {
    return data.size();
  }

  @Override
  public InputStream open(long from) throws IOException {
    return from < data.size()
        ? bucket.open(Keys.data(data.name()), from)
        : InputStream.nullInputStream();
  }

  @Override
  public Optional<URI> elsewhere() {
    return bucket.address(Keys.data(data.name()), data.size());
  }
}
