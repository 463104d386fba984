package io.bowline.registry.s3;

/// Under which name a blob's bytes are, and how many.
record DataPointer(String name, long size) {
  String text() {
    return name + " " + size;
  }
}
