package io.bowline.control.platform.keep;

import io.bowline.release.archive.ArchiveLimits;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of a backup's entries, and nothing else may be in one.
final class Names {
  static final String HEAD = "bowline-backup.json";
  static final String SEQUENCES = "database/sequences.json";
  static final String ARTIFACTS = "artifacts/";
  static final String TELEMETRY = "telemetry/";

  /// The last entry, in the form of `sha256sum`.
  static final String CHECKSUMS = "checksums.sha256";

  private static final Pattern ROWS =
      Pattern.compile("database/([a-z0-9_]{1,63})/(\\d{1,9})\\.copy");
  private static final Pattern ARTIFACT =
      Pattern.compile("artifacts/(layout|(blobs|holders|repositories)/.+)");
  private static final Pattern BLOB =
      Pattern.compile("artifacts/blobs/sha256/([0-9a-f]{2})/(\\1[0-9a-f]{62})");
  private static final Pattern SEGMENT =
      Pattern.compile("telemetry/[0-9a-f-]{36}/[0-9a-f-]{36}/(logs|metrics)/\\d{12}\\.segment");

  /// A repository's name alone may have 255 characters, and as many folders as fit in there.
  private static final int LONGEST = 800;

  private static final int DEEPEST = 200;
  private static final int MOST = 20_000_000;

  private Names() {}

  static String rows(String table, int part) {
    return "database/%s/%06d.copy".formatted(table, part);
  }

  /// The table that an entry has rows of.
  static Optional<String> table(String name) {
    Matcher matcher = ROWS.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static boolean isArtifact(String name) {
    return ARTIFACT.matcher(name).matches();
  }

  static boolean isSegment(String name) {
    return SEGMENT.matcher(name).matches();
  }

  /// The SHA-256 that an entry must have, since it is named by it.
  static Optional<String> digest(String name) {
    Matcher matcher = BLOB.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
  }

  /// Limits of an archive of this size that is to be unpacked onto a disk with this much room.
  static ArchiveLimits limits(long size, long room) {
    return new ArchiveLimits(size, room, MOST, LONGEST, DEEPEST);
  }
}
