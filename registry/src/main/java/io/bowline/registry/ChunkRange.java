package io.bowline.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The place of a chunk in its blob, as `Content-Range` says it.
record ChunkRange(long first, long last) {
  private static final Pattern FORM =
      Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})(?:/(?:\\d{1,18}|\\*))?");

  static Optional<ChunkRange> of(OciRequest request) throws Refusal {
    Optional<String> header = request.header("content-range");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Matcher match = FORM.matcher(header.get().trim());
    if (!match.matches()) {
      throw new Refusal(ErrorCode.BLOB_UPLOAD_INVALID, "Content-Range reads first-last");
    }
    return Optional.of(
        new ChunkRange(Long.parseLong(match.group(1)), Long.parseLong(match.group(2))));
  }

  long length() {
    return last - first + 1;
  }
}
