package io.bowline.cli.release;

import picocli.CommandLine.Command;

/// Groups the verbs of a release.
@Command(
    name = "release",
    description = "Make, sign, publish and verify releases.",
    subcommands = {
      LintCommand.class,
      KeygenCommand.class,
      RotateCommand.class,
      PublishCommand.class,
      SignCommand.class,
      VerifyCommand.class,
      ListCommand.class,
      ShowCommand.class
    })
public final class ReleaseCommand {}
