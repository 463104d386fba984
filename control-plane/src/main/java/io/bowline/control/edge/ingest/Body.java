package io.bowline.control.edge.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.Snappy;

/// Undoes the compression of a push by hand, since a listener that does it would take block Snappy
/// for framed; the size is bounded before and after.
final class Body {
  /// Bytes as they arrive.
  static final int MAX_COMPRESSED = 4 * 1024 * 1024;

  /// Bytes when unpacked.
  static final int MAX_PLAIN = 16 * 1024 * 1024;

  private Body() {}

  static byte[] unsnappy(byte[] bytes) throws BadPush {
    try {
      int length = Snappy.uncompressedLength(bytes);
      // a length beyond 2 GiB comes out negative
      if (length < 0 || length > MAX_PLAIN) {
        throw BadPush.tooLarge("the unpacked body", MAX_PLAIN);
      }
      return Snappy.uncompress(bytes);
    } catch (IOException e) {
      throw BadPush.malformed("body is not Snappy in block format");
    }
  }

  static byte[] gunzip(byte[] bytes) throws BadPush {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] plain = in.readNBytes(MAX_PLAIN + 1);
      if (plain.length > MAX_PLAIN) {
        throw BadPush.tooLarge("the unpacked body", MAX_PLAIN);
      }
      return plain;
    } catch (IOException e) {
      throw BadPush.malformed("body is not gzip");
    }
  }
}
