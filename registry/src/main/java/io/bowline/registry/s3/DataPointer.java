package io.bowline.registry.s3;

import java.io.IOException;

/// Which data a blob's bytes are.
record DataPointer(String name, long size) {
  byte[] write() {
    return Text.write(name + " " + size);
  }

  static DataPointer read(String key, byte[] bytes) throws IOException {
    String text = Text.read(key, bytes);
    int space = text.indexOf(' ');
    try {
      return new DataPointer(
          text.substring(0, Math.max(0, space)), Long.parseLong(text.substring(space + 1)));
    } catch (NumberFormatException e) {
      throw new IOException("the object " + key + " is damaged: it names no data", e);
    }
  }
}
