package io.bowline.runner.app;

import io.bowline.runner.egress.Catalogue;
import io.bowline.runner.egress.Page;
import io.bowline.runner.hosted.HostedRoom;
import io.bowline.runner.step.StepException;
import io.bowline.runner.trust.ImageSignatures;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The runner's process.
///
/// Every key of the configuration can be given as an argument without its `bowline.`:
/// `--runner.state=/var/lib/bowline`; `--config FILE` names a file of keys.
@QuarkusMain
public final class Runner implements QuarkusApplication {
  private static final String CONFIG = "--config=";
  private static final String SIGNATURES = "--show-signatures=";
  private static final int USAGE = 2;

  /// A start that is refused for a reason that only a person can mend; the watcher knows it, too.
  private static final int REFUSED = 78;

  /// Starts the process.
  public static void main(String... arguments) {
    for (String argument : arguments) {
      if (argument.equals("--help")) {
        System.out.println(help());
        return;
      }
      if (argument.equals("--what-leaves")) {
        System.out.print(Page.of(Catalogue.whole()));
        return;
      }
      if (argument.startsWith(SIGNATURES)) {
        show(Path.of(argument.substring(SIGNATURES.length())));
        return;
      }
      if (argument.equals("--hosted")) {
        System.setProperty(HostedRoom.ROLE, HostedRoom.HOSTED);
        continue;
      }
      if (!take(argument)) {
        System.err.println("unknown argument " + argument + "; see --help");
        System.exit(USAGE);
      }
    }
    Quarkus.run(Runner.class, Runner::over, arguments);
  }

  private static void show(Path policy) {
    try {
      System.out.print(ImageSignatures.page(policy));
    } catch (StepException e) {
      System.err.println("bowline runner: " + e.getMessage());
      System.exit(REFUSED);
    }
  }

  @Override
  public int run(String... arguments) {
    Quarkus.waitForExit();
    return 0;
  }

  private static boolean take(String argument) {
    int equals = argument.indexOf('=');
    if (!argument.startsWith("--") || equals < 0) {
      return false;
    }
    if (argument.startsWith(CONFIG)) {
      System.setProperty("quarkus.config.locations", argument.substring(CONFIG.length()));
    } else {
      System.setProperty(
          "bowline." + argument.substring(2, equals), argument.substring(equals + 1));
    }
    return true;
  }

  private static void over(int code, @Nullable Throwable failure) {
    if (failure != null) {
      System.err.println("bowline runner: " + reason(failure));
    }
    System.exit(failure != null && isRefusal(failure) ? REFUSED : code);
  }

  private static boolean isRefusal(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof StartFailedException) {
        return true;
      }
    }
    return false;
  }

  /// The words that were written for people, else those of the first cause.
  private static String reason(Throwable failure) {
    Throwable at = failure;
    Throwable cause = at.getCause();
    while (!(at instanceof StartFailedException) && cause != null) {
      at = cause;
      cause = at.getCause();
    }
    return at instanceof StartFailedException ? String.valueOf(at.getMessage()) : at.toString();
  }

  private static String help() {
    return """
    The runner of one install.

    ./bowline runner --KEY=VALUE...
      --config=FILE   properties file with keys below `bowline.`
      --hosted        be the vendor's hosted runner of an organization, not an install's
      --what-leaves   print everything that may leave the account
      --show-signatures=FILE   print whose signature images need by a policy file

    Keys (in the file or as BOWLINE_... variables with `bowline.` in front):
      %s
    """
        .formatted(
            String.join(
                "\n  ", ConfigurationKeys.known().stream().map(key -> key.substring(8)).toList()));
  }
}
