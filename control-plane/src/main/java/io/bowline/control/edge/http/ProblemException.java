package io.bowline.control.edge.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends a request with a problem document.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final @Nullable Duration rest;

  private ProblemException(int status, String title, String detail, @Nullable String field) {
    this(new Problem("about:blank", title, status, detail, field), null);
  }

  private ProblemException(Problem problem, @Nullable Duration rest) {
    super(problem.title() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
    this.rest = rest;
  }

  /// It was asked too often.
  ///
  /// @param rest how long to stay away
  public static ProblemException tooMany(String detail, Duration rest) {
    return new ProblemException(
        new Problem("about:blank", "Too many requests", 429, detail, null), rest);
  }

  /// There is no room at this moment.
  ///
  /// @param rest how long to stay away
  public static ProblemException busy(String detail, Duration rest) {
    return new ProblemException(
        new Problem("about:blank", "Service unavailable", 503, detail, null), rest);
  }

  /// Something asked for is not there, or belongs to somebody else, which is the same to a caller.
  public static ProblemException notFound(String what) {
    return new ProblemException(404, "Not found", "There is no such " + what + ".", null);
  }

  /// A part of the request is wrong.
  public static ProblemException invalid(String field, String reason) {
    return new ProblemException(
        422, "Invalid request", "The field %s %s.".formatted(field, reason), field);
  }

  /// A part of the request is wrong, where the API's documentation answers that with 400.
  public static ProblemException badField(String field, String detail) {
    return new ProblemException(400, "Bad request", detail, field);
  }

  /// The same, said with 400 where the rest of the API says 422.
  public ProblemException as400() {
    return problem.status() == 422 && problem.field() != null
        ? badField(problem.field(), problem.detail())
        : this;
  }

  /// The request cannot be read at all.
  public static ProblemException unreadable(String detail) {
    return new ProblemException(400, "Bad request", detail, null);
  }

  /// What the caller has seen is no longer so.
  public static ProblemException outdated(String detail) {
    return new ProblemException(412, "Precondition failed", detail, null);
  }

  /// The state of things does not allow it.
  public static ProblemException conflict(String detail) {
    return new ProblemException(409, "Conflict", detail, null);
  }

  /// The caller is known and may not.
  public static ProblemException forbidden(String detail) {
    return new ProblemException(403, "Forbidden", detail, null);
  }

  /// Nobody known is calling.
  public static ProblemException unauthorized(String detail) {
    return new ProblemException(401, "Unauthorized", detail, null);
  }

  /// Nobody known is calling yet: a part of what would prove it is wrong.
  public static ProblemException unauthorizedField(String field, String detail) {
    return new ProblemException(401, "Unauthorized", detail, field);
  }

  /// Any other status.
  public static ProblemException of(int status, String title, String detail) {
    return new ProblemException(status, title, detail, null);
  }

  /// How long to stay away, when that is known.
  public Optional<Duration> rest() {
    return Optional.ofNullable(rest);
  }

  /// The document.
  public Problem problem() {
    return problem;
  }
}
