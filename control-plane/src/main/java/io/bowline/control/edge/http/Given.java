package io.bowline.control.edge.http;

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
}
