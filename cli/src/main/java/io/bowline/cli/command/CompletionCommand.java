package io.bowline.cli.command;

import io.bowline.cli.session.Shell;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints the completion script.
@Command(
    name = "completion",
    description = {
      "Print the completion script for bash and zsh.",
      "Use it by: source <(bowline completion)"
    })
public final class CompletionCommand implements Callable<Integer> {
  private final Shell shell;
  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.out().print(AutoComplete.bash("bowline", spec.root().commandLine()));
    shell.out().flush();
    return 0;
  }
}
