package io.bowline.cli.member;

import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Profile;
import java.net.URI;

/// An invitation as people send it: the server's address, and behind the `#`, which no browser
/// sends on, the text that brings in.
///
/// @param server that invites
/// @param invitation the text
record Link(URI server, String invitation) {
  private static final String PAGE = "invitation.html";

  static String to(URI server, String invitation) {
    return server.resolve("/" + PAGE + "#" + invitation).toString();
  }

  static Link parse(String text) {
    int mark = text.indexOf('#');
    if (mark < 1 || mark == text.length() - 1) {
      throw new CliFailure(
          Exit.USAGE,
          "that is no link of an invitation; it looks like https://HOST/" + PAGE + "#...");
    }
    return new Link(Profile.address(text.substring(0, mark)), text.substring(mark + 1));
  }

  /// The text is a secret.
  @Override
  public String toString() {
    return "Link[" + server + "]";
  }
}
