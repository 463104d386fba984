package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A problem document (RFC 9457).
///
/// @param type always `about:blank`: the title says it
/// @param detail what happened, to what, what to do
/// @param field the part of the request that is wrong, when it is one
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type, String title, int status, String detail, @Nullable String field) {
  /// The media type of problem documents.
  public static final String MEDIA_TYPE = "application/problem+json";

  /// Marks, in the API's description, what seals or opens a secret: it is answered with 503 while
  /// the service that has the master key is away.
  public static final String KEY_AWAY = "x-key-away";
}
