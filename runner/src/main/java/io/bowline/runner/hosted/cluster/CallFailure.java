package io.bowline.runner.hosted.cluster;

/// A cluster could not be asked, or gave no answer that is one. Its message is in our own words, a
/// whole sentence with what to do, and never what the other side said.
public final class CallFailure extends Exception {
  private static final long serialVersionUID = 1;

  public CallFailure(String sentence) {
    super(sentence);
  }

  public CallFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /// What to tell a person.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
