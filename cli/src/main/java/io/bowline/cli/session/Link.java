package io.bowline.cli.session;

import java.net.URI;

/// A link as people send it: the server's address, and behind the `#`, which no browser sends on,
/// the text that brings in.
///
/// @param server that made it
/// @param text the secret
public record Link(URI server, String text) {
  /// The page that says what to do with a link.
  public enum Page {
    INVITATION("invitation.html"),
    RESET("password.html");

    private final String file;

    Page(String file) {
      this.file = file;
    }

    /// A link to it.
    public String link(URI server, String text) {
      return server.resolve("/" + file + "#" + text).toString();
    }
  }

  /// Reads one.
  public static Link parse(String text) {
    int mark = text.indexOf('#');
    if (mark < 1 || mark == text.length() - 1) {
      throw new CliFailure(
          Exit.USAGE,
          "that is no link of an invitation or for a password; it looks like https://HOST/PAGE#...");
    }
    return new Link(Profile.address(text.substring(0, mark)), text.substring(mark + 1));
  }

  /// The text is a secret.
  @Override
  public String toString() {
    return "Link[" + server + "]";
  }
}
