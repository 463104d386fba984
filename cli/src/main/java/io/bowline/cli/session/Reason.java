package io.bowline.cli.session;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/// Why a file or connection failed, in a few words.
public final class Reason {
  private Reason() {}

  /// The words for an exception.
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "access denied";
      case FileAlreadyExistsException _ -> "it is there already";
      default -> {
        String message = e.getMessage();
        yield message == null || message.isBlank()
            ? e.getClass().getSimpleName()
            : message.lines().findFirst().orElse(message);
      }
    };
  }
}
