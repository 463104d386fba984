package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Groups the verbs of the artifact registry as a whole.
@Command(
    name = "registry",
    description = "The artifact registry.",
    subcommands = {RegistryCommand.Collect.class})
public final class RegistryCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("STATE", "/state"),
          Column.of("DRY RUN", "/dryRun"),
          Column.of("MANIFESTS", "/manifests"),
          Column.of("BLOB LINKS", "/blobLinks"),
          Column.of("CONTENTS", "/contents"),
          Column.of("BYTES", "/bytes"),
          Column.of("UPLOADS", "/uploads"),
          Column.of("REMAINING BYTES", "/remainingBytes"),
          Column.of("KEPT", "/kept"),
          Column.of("SKIPPED", "/skipped"));

  @Command(
      name = "gc",
      description = {
        "Collect garbage: manifests that no tag, release or image of one, and nobody of late needs,",
        "and the bytes that no repository has any more. Beside pushes and pulls."
      })
  static final class Collect extends ApiVerb {
    @Option(names = "--dry-run", description = "Only tell what would be removed.")
    private boolean dryRun;

    Collect(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode report = api.post("registry/collections", object().put("dryRun", dryRun));
      printer.one(report, COLUMNS);
      return Exit.OK;
    }
  }
}
