package io.bowline.control.edge.http;

import io.bowline.control.install.Installs;
import io.bowline.model.artifact.Digest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Parts of a request that must be there.
public final class Given {
  private Given() {}

  /// The body.
  public static <T> T body(@Nullable T body) {
    if (body == null) {
      throw ProblemException.unreadable("The request needs a JSON body.");
    }
    return body;
  }

  /// A field of the body.
  public static <T> T field(String name, @Nullable T value) {
    if (value == null) {
      throw ProblemException.invalid(name, "is missing");
    }
    return value;
  }

  /// Inputs of an install, within their limits.
  public static Map<String, String> inputs(@Nullable Map<String, String> value) {
    Map<String, String> given = field("inputs", value);
    Installs.checkInputs(given)
        .ifPresent(wrong -> {
          throw ProblemException.invalid(wrong.field(), wrong.message());
        });
    return given;
  }

  /// A digest.
  public static Digest digest(String name, @Nullable String value) {
    return id(name, field(name, value), Digest::parse);
  }

  /// A moment, in ISO 8601.
  public static Instant instant(String name, @Nullable String value) {
    try {
      return Instant.parse(field(name, value));
    } catch (DateTimeParseException e) {
      throw ProblemException.invalid(name, "must be a time such as 2026-01-31T12:00:00Z");
    }
  }

  /// Text of a limited length.
  public static String bounded(String name, @Nullable String value, int longest) {
    String given = field(name, value);
    if (given.isBlank() || given.length() > longest) {
      throw ProblemException.invalid(name, "must have 1 to " + longest + " characters");
    }
    return given;
  }

  /// What a reader makes of a field.
  public static <V, T> T id(String name, V value, Function<V, T> reader) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(name, "is malformed: " + e.getMessage());
    }
  }

  /// A part of the path: what cannot be read is not there.
  public static <T> T known(String what, String value, Function<String, T> reader) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound(what);
    }
  }
}
