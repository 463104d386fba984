package io.bowline.proto.codec;

/// A message that is not taken: it names the field and what is wrong with it.
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String field;

  public MalformedMessageException(String field, String problem) {
    super(field + ": " + problem);
    this.field = field;
  }

  MalformedMessageException(String field, String problem, Throwable cause) {
    super(field + ": " + problem, cause);
    this.field = field;
  }

  /// Path of the field, e.g. `plan.steps[2].kind`.
  public String field() {
    return field;
  }
}
