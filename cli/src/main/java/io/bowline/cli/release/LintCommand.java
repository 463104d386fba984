package io.bowline.cli.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.lint.MirrorList;
import io.bowline.release.lint.ReleaseLint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lint",
    description = {
      "Check a release's folder; needs no server.",
      "Charts are rendered with the inputs' defaults, with every switch turned, and with the sets in"
          + " lint.yaml, where what is meant can be allowed with a reason."
    })
final class LintCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("FILE", "/file"),
          Column.of("LINE", "/line"),
          Column.of("SEVERITY", "/severity"),
          Column.of("RULE", "/rule"),
          Column.of("MESSAGE", "/message"));

  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "Folder with release.yaml; this one when absent.")
  private Path folder = Path.of(".");

  @Option(
      names = "--previous",
      paramLabel = "FOLDER",
      description = "The release that installs come from: also look at what may not change.")
  private Optional<Path> previous = Optional.empty();

  @Option(names = "--fix", description = "Write images that pods need into release.yaml.")
  private boolean fix = false;

  @Option(names = "--strict", description = "Fail on warnings, too.")
  private boolean strict = false;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "table (a line each), json, yaml or name (files).")
  private Format format = Format.table;

  LintCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ReleaseLint.Found found = look(shell, folder, previous);
    if (fix && !found.missingImages().isEmpty()) {
      mirror(found);
      found = look(shell, folder, previous);
    }
    List<AuthorProblem> problems = found.problems();
    print(problems);
    boolean failed = errors(problems) > 0 || (strict && !problems.isEmpty());
    return (failed ? Exit.FAILED : Exit.OK).code();
  }

  private void print(List<AuthorProblem> problems) {
    Printer printer = new Printer(shell.out(), format);
    if (format != Format.table) {
      printer.list(problems.stream().map(LintCommand::json).toList(), COLUMNS);
      return;
    }
    problems.forEach(problem -> printer.say(problem.toString()));
    long errors = errors(problems);
    long warnings = problems.size() - errors;
    printer.say((errors == 0 ? "no" : errors) + " errors, " + warnings + " warnings");
  }

  private static JsonNode json(AuthorProblem problem) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("file", problem.file());
    json.put("line", problem.line());
    json.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    json.put("rule", problem.rule());
    json.put("subject", problem.field());
    json.put("message", problem.message());
    return json;
  }

  private void mirror(ReleaseLint.Found found) {
    Path file = shell.path(folder).normalize().resolve(AuthorFolder.FILE);
    try {
      String text =
          MirrorList.add(Files.readString(file), found.missingImages())
              .orElseThrow(() ->
                  new CliFailure(
                      Exit.FAILED,
                      file + ": 'images' is written on one line; write one image a line"));
      Path next = Files.createTempFile(file.toAbsolutePath().getParent(), "release", ".yaml");
      Files.writeString(next, text, StandardCharsets.UTF_8);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, file + ": " + Reason.of(e));
    }
    List<String> added = new ArrayList<>(found.missingImages());
    added.sort(null);
    Printer printer = new Printer(shell.out(), format);
    added.forEach(image ->
        printer.say(
            "added to images: " + image + "; copy it to the vendor's registry before publishing"));
  }

  static long errors(List<AuthorProblem> problems) {
    return problems.stream().filter(p -> p.severity() == AuthorProblem.Severity.ERROR).count();
  }

  static List<AuthorProblem> check(Shell shell, Path folder) {
    return look(shell, folder, Optional.empty()).problems();
  }

  private static ReleaseLint.Found look(Shell shell, Path folder, Optional<Path> previous) {
    try {
      return Charts.rendered(renderer ->
          new ReleaseLint(renderer)
              .check(shell.path(folder).normalize(), previous.map(p -> shell.path(p).normalize())));
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, folder + ": " + Reason.of(e));
    }
  }
}
