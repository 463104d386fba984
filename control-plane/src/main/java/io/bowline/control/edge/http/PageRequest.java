package io.bowline.control.edge.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which part of a list is asked for.
///
/// @param after the position of the last item seen; empty from the start
public record PageRequest(String after, int limit) {
  private static final int USUAL = 50;
  private static final int MOST = 200;
  private static final int LONGEST_CURSOR = 1000;

  /// Reads the query parameters `cursor` and `limit`.
  public static PageRequest of(@Nullable String cursor, @Nullable Integer limit) {
    int wanted = limit == null ? USUAL : limit;
    if (wanted < 1 || wanted > MOST) {
      throw ProblemException.invalid("limit", "must be between 1 and " + MOST);
    }
    return new PageRequest(cursor == null ? "" : position(cursor), wanted);
  }

  /// The position of the last item seen, as its list reads positions.
  public <T> Optional<T> after(Function<String, T> reader) {
    return after.isEmpty() ? Optional.empty() : Optional.of(Given.id("cursor", after, reader));
  }

  /// How many to read, to know whether there are more.
  public int oneMore() {
    return limit + 1;
  }

  /// A cursor that stands for a position.
  public static String cursor(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  /// The position that a cursor stands for.
  public static String position(String cursor) {
    if (cursor.length() > LONGEST_CURSOR) {
      throw ProblemException.invalid("cursor", "is not one that was handed out");
    }
    try {
      String position = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (position.chars().noneMatch(Character::isISOControl)) {
        return position;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw ProblemException.invalid("cursor", "is not one that was handed out");
  }
}
