package io.bowline.cli.release;

import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.chart.HelmLibrary;
import io.bowline.release.lint.ReleaseLint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "lint", description = "Check a release's folder; needs no server.")
final class LintCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "Folder with release.yaml; this one when absent.")
  private Path folder = Path.of(".");

  LintCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<AuthorProblem> problems = check(shell, folder);
    problems.forEach(problem -> shell.out().println(problem));
    long errors = errors(problems);
    shell
        .out()
        .println(
            errors == 0
                ? "no errors, %d warnings".formatted(problems.size())
                : "%d errors, %d warnings".formatted(errors, problems.size() - errors));
    shell.out().flush();
    return (errors == 0 ? Exit.OK : Exit.FAILED).code();
  }

  static long errors(List<AuthorProblem> problems) {
    return problems.stream().filter(p -> p.severity() == AuthorProblem.Severity.ERROR).count();
  }

  static List<AuthorProblem> check(Shell shell, Path folder) {
    HelmLibrary library = new HelmLibrary(HelmLibrary.usualFolder());
    try {
      Path scratch = Files.createTempDirectory("bowline-lint");
      try {
        return new ReleaseLint(new ChartRenderer(library, scratch))
            .check(shell.path(folder).normalize());
      } finally {
        Files.deleteIfExists(scratch);
        HelmLibrary.releaseSignals();
      }
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, folder + ": " + Reason.of(e));
    }
  }
}
