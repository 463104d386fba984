package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list.
///
/// @param next the cursor of the part after this one; absent at the end
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String next) {

  /// Makes a page of what was read with a limit of one more than asked for.
  ///
  /// @param position where the list goes on after an item
  public static <R, T> Page<T> of(
      List<R> read, PageRequest request, Function<R, T> shown, Function<R, String> position) {
    boolean more = read.size() > request.limit();
    List<R> kept = more ? read.subList(0, request.limit()) : read;
    String next = more ? PageRequest.cursor(position.apply(kept.getLast())) : null;
    return new Page<>(kept.stream().map(shown).toList(), next);
  }
}
