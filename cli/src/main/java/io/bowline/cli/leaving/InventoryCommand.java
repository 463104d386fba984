package io.bowline.cli.leaving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what an install has in the account.
@Command(
    name = "inventory",
    description = {
      "Show what an install has, or had, in the account, as its runner, its door and the customer have",
      "told, and how what is left is taken away. An orphan is there, and nobody here removes it any more."
    })
public final class InventoryCommand extends ApiVerb {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("KIND", "/kind"),
          Column.of("NAME", "/name"),
          Column.of("STATE", "/state"),
          Column.of("MADE BY", "/madeBy"),
          Column.of("DATA", "/holdsData"),
          Column.of("SINCE", "/since"),
          Column.of("GONE", "/gone"),
          Column.of("WHY", "/why"));

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--left", description = "Only what is there.")
  private boolean left = false;

  @Option(
      names = "--tell",
      paramLabel = "FILE",
      description = {
        "Tell the control plane what a look at the account has found: account, region, looked, unlooked",
        "and found, as JSON. Nothing else is sent. When nothing is there any more, the install has left."
      })
  private Optional<Path> tell = Optional.empty();

  InventoryCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = api.tenant("installs/" + Api.segment(install)) + "/inventory";
    JsonNode shown =
        tell.isPresent() ? api.post(path, read(shell().path(tell.get()))) : api.get(path, Map.of());
    print(printer, shown, left);
    return Exit.OK;
  }

  private static JsonNode read(Path file) {
    try {
      JsonNode look = JSON.readTree(Files.readString(file));
      if (look.isObject()) {
        return look;
      }
      throw new CliFailure(Exit.USAGE, file + " holds no look at an account");
    } catch (JsonProcessingException e) {
      throw new CliFailure(Exit.USAGE, file + " is no JSON");
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }

  static void print(Printer printer, JsonNode inventory) {
    print(printer, inventory, true);
  }

  private static void print(Printer printer, JsonNode inventory, boolean onlyLeft) {
    if (printer.format() != Format.table) {
      printer.one(inventory, List.of(Column.of("NAME", "/name")));
      return;
    }
    var items = new ArrayList<JsonNode>();
    inventory
        .path("items")
        .forEach(item -> {
          if (!onlyLeft || !item.path("state").asText().equals("gone")) {
            items.add(item);
          }
        });
    printer.say(
        "%s is %s. %s"
            .formatted(
                inventory.path("name").asText(),
                inventory.path("status").asText(),
                inventory.path("reason").asText()));
    if (items.isEmpty()) {
      printer.say(onlyLeft ? "Nothing is known to be there." : "Nothing is known of it there.");
    } else {
      printer.list(items, COLUMNS);
    }
    items.stream()
        .filter(item -> item.path("state").asText().equals("orphan"))
        .forEach(item -> orphan(printer, item));
    if (inventory.path("status").asText().equals("awaiting-customer-teardown")) {
      inventory.path("teardown").forEach(door -> teardown(printer, door));
    }
  }

  private static void orphan(Printer printer, JsonNode item) {
    printer.say(
        "orphan %s %s: %s"
            .formatted(
                item.path("kind").asText(),
                item.path("name").asText(),
                item.path("command")
                    .asText("no single command removes it; look in the cloud's console")));
  }

  private static void teardown(Printer printer, JsonNode door) {
    printer.say("");
    printer.say(door.path("door").asText() + ". " + door.path("hint").asText());
    door.path("commands").forEach(command -> printer.say("  " + command.asText()));
  }
}
