package io.bowline.cli.account;

import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Profile;
import io.bowline.cli.session.Shell;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Ends the remembered session and forgets it.
@Command(
    name = "sign-out",
    description = "End the remembered session at the server, and forget it here.")
public final class SignOutCommand implements Callable<Integer> {
  private final Shell shell;

  SignOutCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Profile known = Profile.load(shell);
    boolean ended = ended(new Api(known, shell));
    new Profile(known.server(), known.certificates(), Optional.empty(), known.organization())
        .store(shell);
    shell
        .out()
        .println(
            ended
                ? "signed out of " + known.server()
                : "there was no session any more; forgot what was remembered");
    shell.out().flush();
    return 0;
  }

  /// One that is over, or a token, is forgotten all the same.
  private static boolean ended(Api api) {
    try {
      api.delete(api.tenant("sessions/current"));
      return true;
    } catch (CliFailure failure) {
      if (failure.exit() == Exit.NOT_ALLOWED || failure.exit() == Exit.NOT_FOUND) {
        return false;
      }
      throw failure;
    }
  }
}
