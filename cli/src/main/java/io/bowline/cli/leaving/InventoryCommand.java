package io.bowline.cli.leaving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
          Column.of("SIZE", "/size"),
          Column.of("SINCE", "/since"),
          Column.of("GONE", "/gone"),
          Column.of("WHY", "/why"));

  private static final List<Column> FOUND =
      List.of(
          Column.of("KIND", "/kind"),
          Column.of("NAME", "/name"),
          Column.of("MADE BY", "/madeBy"),
          Column.of("DATA", "/holdsData"));

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

  @Option(
      names = "--cloud",
      paramLabel = "CLOUD",
      description = {
        "Look at the account itself, with your own credentials, from here: aws. Nothing is told to anybody.",
        "The exit code is 1 while anything is there."
      })
  private Optional<String> cloud = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "With --cloud aws: which profile of AWS's own configuration.")
  private Optional<String> profile = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "With --cloud: write what was seen there, for --tell.")
  private Optional<Path> out = Optional.empty();

  InventoryCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    if (cloud.isPresent()) {
      return look(api, printer);
    }
    String path = api.tenant("installs/" + Api.segment(install)) + "/inventory";
    JsonNode shown =
        tell.isPresent() ? api.post(path, read(shell().path(tell.get()))) : api.get(path, Map.of());
    print(printer, shown, left);
    return Exit.OK;
  }

  private Exit look(Api api, Printer printer) {
    if (!cloud.equals(Optional.of("aws"))) {
      throw new CliFailure(
          Exit.USAGE, "--cloud must be aws: no other cloud can be looked at from here yet");
    }
    String path = api.tenant("installs/" + Api.segment(install));
    JsonNode shown = api.get(path, Map.of());
    JsonNode inventory = api.get(path + "/inventory", Map.of());
    ObjectNode look = AwsAccount.look(shell(), profile, shown, inventory);
    if (out.isPresent()) {
      try {
        Files.writeString(shell().path(out.get()), look.toPrettyString() + "\n");
      } catch (IOException e) {
        throw new CliFailure(Exit.FAILED, "cannot write " + out.get() + ": " + Reason.of(e));
      }
    }
    if (printer.format() == Format.table) {
      var found = new ArrayList<JsonNode>();
      look.path("found").forEach(found::add);
      if (found.isEmpty()) {
        printer.say("Nothing of it was found.");
      } else {
        printer.list(found, FOUND);
      }
      found.forEach(one -> printer.say("to remove: " + one.path("command").asText()));
      look.path("unlooked").forEach(why -> printer.say("not looked at: " + why.asText()));
    } else {
      printer.one(look, List.of(Column.of("ACCOUNT", "/account")));
    }
    return look.path("found").isEmpty() ? Exit.OK : Exit.FAILED;
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
