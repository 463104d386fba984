package io.bowline.cli.completion;

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
      "Use it by: source <(bowline completion)",
      "Names of installs, jobs and the like come from the server that 'login' remembered."
    },
    subcommands = NamesCommand.class)
public final class CompletionCommand implements Callable<Integer> {
  /// The shell knows verbs and options by itself; where it has nothing to offer, the server is
  /// asked for names.
  private static final String ASKING =
      """

      _complete_bowline_and_ask() {
        _complete_bowline "$@"
        local word="${COMP_WORDS[COMP_CWORD]}"
        if [ "${#COMPREPLY[@]}" -eq 0 ] && [ "${word#-}" = "$word" ]; then
          COMPREPLY=( $(compgen -W "$(command bowline completion names -- \\
            "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)" -- "$word") )
        fi
      }
      complete -F _complete_bowline_and_ask -o default bowline
      """;

  private final Shell shell;
  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.out().print(AutoComplete.bash("bowline", spec.root().commandLine()));
    shell.out().print(ASKING);
    shell.out().flush();
    return 0;
  }
}
