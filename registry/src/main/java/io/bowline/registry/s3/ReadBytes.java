package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// Content that was read with what names it.
final class ReadBytes implements Blob {
  private final Digest digest;
  private final byte[] bytes;
  private final int begin;

  ReadBytes(Digest digest, byte[] bytes, int begin) {
    this.digest = digest;
    this.bytes = bytes;
    this.begin = begin;
  }

  @Override
  public Digest digest() {
    return digest;
  }

  @Override
  public long size() {
    return (long) bytes.length - begin;
  }

  @Override
  public InputStream open(long from) {
    int at = (int) Math.min(from, size());
    return new ByteArrayInputStream(bytes, begin + at, (int) size() - at);
  }
}
