package io.bowline.cli.installer;

import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints what a person does in the cloud's console.
@Command(
    name = "guide",
    description = {
      "Print how to make an install's base layer by hand: each step, the exact JSON, a check.",
      "With --cloud instead of an install: the form that fits every install. There is one for aws."
    })
public final class GuideCommand extends ApiVerb {
  private static final String DOOR = "/guide";

  @ArgGroup(multiplicity = "1")
  private InstallOrCloud of = new InstallOrCloud();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write it to this file, or into this folder under its usual name.")
  private Optional<Path> out = Optional.empty();

  @Mixin private ChoiceOptions choices = new ChoiceOptions();

  GuideCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    return new Rendered(api.get(of.path(api) + DOOR, choices.query())).put(shell(), out, printer);
  }
}
