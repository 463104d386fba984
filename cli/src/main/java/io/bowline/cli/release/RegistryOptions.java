package io.bowline.cli.release;

import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Profile;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import io.bowline.release.archive.ArchiveRefused;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.registry.RegistryRefused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which registry, and as whom; the server's own with the server's token when nothing is said.
final class RegistryOptions {
  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Another registry than the server's own.")
  private Optional<String> registry = Optional.empty();

  @Option(names = "--registry-user", paramLabel = "NAME", description = "User of that registry.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--registry-password-file",
      paramLabel = "FILE",
      description = "Its password; '-' is standard input. Or set BOWLINE_REGISTRY_PASSWORD.")
  private Optional<Path> passwordFile = Optional.empty();

  RegistryClient client(Shell shell, Api api) {
    URI base = registry.map(Profile::address).orElse(api.profile().server());
    return new RegistryClient(api.http(), base, login(shell, api));
  }

  private Login login(Shell shell, Api api) {
    Optional<String> password =
        passwordFile
            .map(file -> SecretText.read(shell, file).reveal())
            .or(() -> shell.variable("BOWLINE_REGISTRY_PASSWORD"));
    if (password.isPresent()) {
      return new Login.Basic(user.orElse("token"), Password.of(password.get()));
    }
    // the server's token goes to the server's own registry only
    if (registry.isEmpty() && api.profile().token().isPresent()) {
      return new Login.Basic("token", Password.of(api.profile().token().get().reveal()));
    }
    return new Login.Anonymous();
  }

  /// Work against a registry; its failures become one line.
  interface Work<T> {
    T run() throws IOException;
  }

  static <T> T attempt(Work<T> work) {
    try {
      return work.run();
    } catch (RegistryRefused e) {
      throw new CliFailure(exit(e.status()), String.valueOf(e.getMessage()));
    } catch (BundleRefused | ArchiveRefused e) {
      throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CliFailure(Exit.UNREACHABLE, "talking to the registry failed: " + Reason.of(e));
    }
  }

  private static Exit exit(int status) {
    return switch (status) {
      case 401, 403 -> Exit.NOT_ALLOWED;
      case 404 -> Exit.NOT_FOUND;
      case 0 -> Exit.FAILED;
      default -> Exit.SERVER;
    };
  }
}
