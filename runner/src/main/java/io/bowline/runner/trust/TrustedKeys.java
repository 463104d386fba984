package io.bowline.runner.trust;

import io.bowline.release.trust.KeyRefused;
import io.bowline.release.trust.TrustRoot;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// The trust root that counts here: the installer's, or a later one that was signed by a key of the
/// one before it, and so on back to the installer's.
final class TrustedKeys {
  private static final String KEPT = "trust-root.json";

  private final Path installed;
  private final Path folder;

  /// @param installed file from the installer; the control plane never touches it
  /// @param folder where later ones are kept
  TrustedKeys(Path installed, Path folder) {
    this.installed = installed;
    this.folder = folder;
  }

  /// The root of now. One that the customer puts there with as high a version takes the kept one's
  /// place.
  TrustRoot now() {
    TrustRoot first = read(installed);
    Path kept = folder.resolve(KEPT);
    return Optional.of(kept)
        .filter(Files::exists)
        .map(TrustedKeys::read)
        .filter(later -> later.product().equals(first.product()))
        .filter(later -> later.version() > first.version())
        .orElse(first);
  }

  /// Takes what was offered as far as it follows from the root of now, and keeps it: an older root
  /// never counts again.
  TrustRoot follow(List<byte[]> offered) {
    TrustRoot now = now();
    TrustRoot newest = now.follow(offered);
    if (newest.version() > now.version()) {
      keep(newest);
    }
    return newest;
  }

  private void keep(TrustRoot root) {
    FolderCopy.ensure(folder);
    Path next = folder.resolve(KEPT + ".next");
    try {
      Files.write(next, root.write());
      Files.move(
          next,
          folder.resolve(KEPT),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      FolderCopy.sync(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the trust root in " + folder, e);
    }
  }

  private static TrustRoot read(Path file) {
    try {
      return TrustRoot.read(Files.readAllBytes(file));
    } catch (KeyRefused e) {
      throw new StepException("trust-root", "the trust root cannot be used: " + e.getMessage());
    } catch (IOException e) {
      throw new StepException(
          "trust-root", "the trust root " + file + " is not there: install it again");
    }
  }
}
