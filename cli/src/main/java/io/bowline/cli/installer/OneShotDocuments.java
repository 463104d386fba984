package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.OneShot;
import io.bowline.cloud.permission.OneShotList;
import java.util.Locale;
import java.util.Optional;

/// The documents of the one-shot role of an install in Azure, Google's or Oracle's cloud.
record OneShotDocuments(OneShot role) {
  Exit print(String document, Printer printer) {
    switch (document) {
      case "permissions" -> file(printer, role.permissions());
      case "assignment" ->
          file(
              printer,
              there(
                  role.assignment(),
                  "no assignment: its end stands in the permissions themselves"));
      case "denial" ->
          file(
              printer,
              there(
                  role.denial(),
                  "no denial: there is nothing that a customer can deny by (--document data)"));
      case "commands" -> commands(printer);
      case "reasons" -> {
        for (Grant grant : role.grants()) {
          printer.say(grant.reason() + ": " + String.join(", ", grant.actions()));
        }
      }
      case "data" -> {
        for (OneShotList.Read read : OneShotList.of(role.cloud()).reads()) {
          printer.say(
              "%s: %s%s"
                  .formatted(
                      read.what(),
                      read.kept().name().toLowerCase(Locale.ROOT),
                      read.how().isEmpty() ? "" : " (" + read.how() + ")"));
        }
      }
      default ->
          throw new CliFailure(
              Exit.USAGE,
              "--document must be permissions, assignment, denial, commands, reasons or data for an"
                  + " install in %s, not %s".formatted(role.cloud().text(), document));
    }
    return Exit.OK;
  }

  private void commands(Printer printer) {
    printer.say("# before; permissions, assignment and denial are the documents of these names");
    role.commands().make().forEach(printer::say);
    printer.say("# afterwards");
    role.commands().away().forEach(printer::say);
  }

  private ObjectNode there(Optional<ObjectNode> document, String otherwise) {
    return document.orElseThrow(
        () -> new CliFailure(Exit.CONFLICT, role.cloud().text() + " has " + otherwise));
  }

  private static void file(Printer printer, ObjectNode document) {
    printer.file(document, document.toPrettyString() + "\n");
  }
}
