package io.bowline.cli.release;

import picocli.CommandLine.Command;

/// Groups the verbs of a release.
@Command(
    name = "release",
    description = "Make, sign, publish, verify, carry and yank releases.",
    subcommands = {
      LintCommand.class,
      RightsCommand.class,
      KeygenCommand.class,
      RotateCommand.class,
      PublishCommand.class,
      SignCommand.class,
      VerifyCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      ListCommand.class,
      ShowCommand.class,
      InstallsCommand.class,
      AttachmentsCommand.class,
      YankCommand.Yank.class,
      YankCommand.Unyank.class,
      YankCommand.History.class
    })
public final class ReleaseCommand {}
