package io.bowline.control.secret;

/// A sealed value does not open: wrong master key, or the stored bytes were altered.
public final class UnsealException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param context what the value is
  public UnsealException(String context) {
    super(text(context));
  }

  /// @param context what the value is
  public UnsealException(String context, Throwable cause) {
    super(text(context), cause);
  }

  private static String text(String context) {
    return "The sealed value %s does not open: it was sealed under another master key or altered."
            .formatted(context)
        + " Start with the master key that this database was made with; to change to another one,"
        + " name that one as bowline.secret.other-master-key-file or other-kms-key.";
  }
}
