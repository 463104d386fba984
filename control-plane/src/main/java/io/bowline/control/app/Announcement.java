package io.bowline.control.app;

import io.bowline.control.edge.http.HttpSettings;
import io.bowline.control.identity.Authority;
import io.bowline.control.org.Tokens;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.secret.Secret;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a person needs to know when the process is up: where it is, whom to trust and, on the very
/// first start, the owner's secret.
@Singleton
public final class Announcement {
  private final HttpSettings http;
  private final Authority authority;
  private final Tokens tokens;
  private final DataFolder folder;

  public Announcement(HttpSettings http, Authority authority, Tokens tokens, DataFolder folder) {
    this.http = http;
    this.authority = authority;
    this.tokens = tokens;
    this.folder = folder;
  }

  /// Prints it and writes `ca.pem` and, once, `owner.token`.
  public void print() {
    try {
      Path ca = folder.resolve("ca.pem");
      Files.writeString(ca, authority.bundlePem());
      say("Control plane: https://localhost:%d/api/v1".formatted(http.port()));
      say("CA: %s (SHA-256 %s)".formatted(ca, authority.fingerprint()));
      Optional<Secret> owner = tokens.firstOwner();
      if (owner.isPresent()) {
        String text = owner.get().revealText();
        Path file = folder.writePrivate("owner.token", text + "\n");
        say("Owner's secret, shown this once (also in %s): %s".formatted(file, text));
      }
    } catch (IOException e) {
      throw new StartupFailure(
          "The data folder %s cannot be written: %s".formatted(folder.root(), e.getMessage()), e);
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
