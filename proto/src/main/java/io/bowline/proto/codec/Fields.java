package io.bowline.proto.codec;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.ComponentName;
import io.bowline.proto.wire.JobWire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Checked reading of single fields.
final class Fields {
  /// Names, ids, addresses, reasons.
  static final int SHORT = 512;

  /// Texts for people.
  static final int LONG = 16 * 1024;

  private static final long YEAR_10000 = 253_402_300_800L;

  private Fields() {}

  static MalformedMessageException bad(String field, String problem) {
    return new MalformedMessageException(field, problem);
  }

  static String text(String field, String value, int max) {
    if (value.length() > max) {
      throw bad(field, "longer than " + max + " characters");
    }
    if (value.indexOf('\0') >= 0) {
      throw bad(field, "holds a NUL character");
    }
    return value;
  }

  static String filled(String field, String value, int max) {
    if (value.isEmpty()) {
      throw bad(field, "is missing");
    }
    return text(field, value, max);
  }

  /// Reads a value whose own type knows its grammar.
  static <T> T parsed(String field, String value, Function<String, T> grammar) {
    String checked = filled(field, value, SHORT);
    try {
      return grammar.apply(checked);
    } catch (IllegalArgumentException e) {
      throw bad(field, String.valueOf(e.getMessage()));
    }
  }

  static Digest digest(String field, String value) {
    return parsed(field, value, Digest::parse);
  }

  static Optional<Digest> digest(String field, boolean present, String value) {
    return present ? Optional.of(digest(field, value)) : Optional.empty();
  }

  static ComponentName component(String field, String value) {
    return parsed(field, value, ComponentName::new);
  }

  static long atLeast(String field, long value, long least) {
    if (value < least) {
      throw bad(field, "is " + value + ", less than " + least);
    }
    return value;
  }

  static int between(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw bad(field, "is " + value + ", not between " + least + " and " + most);
    }
    return value;
  }

  static byte[] bytes(String field, com.google.protobuf.ByteString value, int max) {
    if (value.isEmpty()) {
      throw bad(field, "is missing");
    }
    if (value.size() > max) {
      throw bad(field, "larger than " + max + " bytes");
    }
    return value.toByteArray();
  }

  static Instant instant(String field, boolean present, JobWire.Timestamp value) {
    if (!present) {
      throw bad(field, "is missing");
    }
    if (value.getSeconds() < 0
        || value.getSeconds() >= YEAR_10000
        || value.getNanos() < 0
        || value.getNanos() > 999_999_999) {
      throw bad(field, "is not a time between 1970 and 9999");
    }
    return Instant.ofEpochSecond(value.getSeconds(), value.getNanos());
  }

  /// Seconds since 1970, before the year 10000.
  static Instant second(String field, long seconds) {
    if (seconds < 0 || seconds >= YEAR_10000) {
      throw bad(field, "is not a time between 1970 and 9999");
    }
    return Instant.ofEpochSecond(seconds);
  }

  static JobWire.Timestamp instant(Instant at) {
    return JobWire.Timestamp.newBuilder()
        .setSeconds(at.getEpochSecond())
        .setNanos(at.getNano())
        .build();
  }

  /// Reads a repeated field; the reader gets each element's own path.
  static <W, T> List<T> list(
      String field, List<W> values, int max, BiFunction<String, W, T> reader) {
    if (values.size() > max) {
      throw bad(field, "has " + values.size() + " elements, more than " + max);
    }
    var read = new ArrayList<T>(values.size());
    for (W value : values) {
      read.add(reader.apply(field + "[" + read.size() + "]", value));
    }
    return List.copyOf(read);
  }

  static MalformedMessageException unknown(String field, int number) {
    return bad(
        field,
        number == 0
            ? "is missing, or of a kind that this version does not know"
            : "unknown value " + number);
  }

  /// Cuts a text for people to what the other side will take.
  static String cut(String value, int max) {
    String clean = value.replace('\0', '?');
    if (clean.length() <= max) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(max - 2)) ? max - 2 : max - 1;
    return clean.substring(0, end) + "…";
  }
}
