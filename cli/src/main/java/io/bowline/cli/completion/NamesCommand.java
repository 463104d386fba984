package io.bowline.cli.completion;

import io.bowline.cli.api.Api;
import io.bowline.cli.api.Connection;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints the names that may stand next on a command line, for the completion script alone.
///
/// Whatever is wrong, it prints nothing and ends well: nobody who presses the tabulator wants to
/// read an error.
@Command(
    name = "names",
    hidden = true,
    description = "Print the names that may come next on a command line.")
final class NamesCommand implements Callable<Integer> {
  private static final int MOST = 500;

  private final Shell shell;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "WORD", description = "The command line so far, without its program.")
  private List<String> words = List.of();

  NamesCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    CursorPlace.after(spec.root(), words).flatMap(NameSource::of).ifPresent(this::print);
    return 0;
  }

  private void print(NameSource source) {
    var connection = new Connection();
    try {
      // which server and organization are meant may stand on the line, too; its last word may be
      // an option that waits for what is asked for here
      var line = new ArrayList<>(words);
      line.add("");
      new CommandLine(connection)
          .setUnmatchedArgumentsAllowed(true)
          .parseArgs(line.toArray(String[]::new));
      Api api = connection.api(shell);
      String path = source.ofOrganization() ? api.tenant(source.path()) : source.path();
      api.list(path, Map.of(), MOST).stream()
          .map(one -> one.path(source.field()).asText())
          .filter(name -> !name.isBlank())
          .distinct()
          .forEach(shell.out()::println);
      shell.out().flush();
    } catch (CliFailure | CommandLine.PicocliException nothing) {
      shell.out().flush();
    }
  }
}
