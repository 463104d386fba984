package io.bowline.control.leaving;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.leaving.RemovalCommand;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.StatusChange;
import io.bowline.model.belonging.Belonging;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a certificate of leaving says: as data, and the same as a page for people, so that both are
/// under one signature. It says who has seen what, and claims nothing that nobody has seen.
record Statement(
    InstallRecord install,
    int number,
    Instant issued,
    String by,
    List<Tracked> known,
    Optional<Look.Kept> look,
    List<StatusChange> history) {
  ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("formatVersion", 1).put("number", number).put("issued", issued.toString());
    document.put("organization", install.org().toString()).put("askedBy", by);
    document
        .putObject("install")
        .put("id", install.id().toString())
        .put("name", install.name())
        .put("product", install.product())
        .put("cloud", install.cloud())
        .put("account", install.account())
        .put("region", install.region())
        .put("created", install.createdAt().toString());
    document.put("basis", basis());
    look.ifPresent(last -> {
      ObjectNode seen = document.putObject("look").put("at", last.at().toString());
      seen.put("toldBy", last.by());
      last.looked().stream().sorted().forEach(seen.putArray("looked")::add);
      last.unlooked().forEach(seen.putArray("unlooked")::add);
    });
    ArrayNode states = document.putArray("states");
    history.forEach(change ->
        states
            .addObject()
            .put("status", change.status().word())
            .put("at", change.at().toString())
            .put("reason", change.reason()));
    ArrayNode gone = document.putArray("gone");
    known.forEach(one ->
        one.gone()
            .ifPresent(at ->
                entry(gone, one)
                    .put("gone", at.toString())
                    .put("seenGoneBy", one.seenBy().word())));
    ArrayNode remaining = document.putArray("remaining");
    known.stream()
        .filter(one -> one.gone().isEmpty())
        .forEach(one -> {
          ObjectNode entry = entry(remaining, one).put("holdsData", one.what().holdsData());
          command(one.what()).ifPresent(command -> entry.put("command", command));
        });
    return document.put("text", text());
  }

  private static ObjectNode entry(ArrayNode entries, Tracked one) {
    Belonging what = one.what();
    return entries
        .addObject()
        .put("kind", what.kind())
        .put("name", what.name())
        .put("madeBy", what.maker())
        .put("known", one.since().toString())
        .put("why", what.why())
        .put("size", what.size());
  }

  private Optional<String> command(Belonging what) {
    return RemovalCommand.of(what, install.region());
  }

  private String basis() {
    return look.map(last ->
            "The customer has looked at the account with their own credentials, at %s%s."
                .formatted(
                    last.at(),
                    last.unlooked().isEmpty()
                        ? ""
                        : "; what they could not look at is listed under look"))
        .orElse(
            "Nobody has looked at the account since its teardown: that it is done is the customer's word.");
  }

  private String text() {
    var page = new Page();
    page.line("CERTIFICATE OF LEAVING No. " + number);
    page.line("");
    page.line(
        "Install       %s (%s), %s".formatted(install.name(), install.id(), install.product()));
    page.line("Organization  " + install.org());
    page.line(
        "Place         %s, account %s, region %s"
            .formatted(install.cloud(), install.account(), install.region()));
    page.line("Created       " + install.createdAt());
    page.line("Issued        %s, asked for by %s".formatted(issued, by));
    page.line("");
    page.line(basis());
    look.ifPresent(last -> last.unlooked().forEach(why -> page.line("Not looked at: " + why)));
    page.part("HOW IT WENT");
    history.forEach(change ->
        page.line("  %s  %s  %s".formatted(change.at(), change.status().word(), change.reason())));
    List<Tracked> gone = known.stream().filter(one -> one.gone().isPresent()).toList();
    page.part("GONE: " + gone.size());
    gone.forEach(one ->
        page.line(
            "  %s  %s, seen gone by %s%s"
                .formatted(
                    one.gone().orElseThrow(),
                    named(one.what()),
                    one.seenBy().word(),
                    because(one.what()))));
    List<Tracked> left = known.stream().filter(one -> one.gone().isEmpty()).toList();
    page.part("NOT SEEN TO BE GONE: " + left.size());
    left.forEach(one -> {
      String data = one.what().holdsData() ? ", may hold data" : "";
      page.line("  " + named(one.what()) + data + because(one.what()));
      page.line(
          "      "
              + command(one.what())
                  .orElse("no single command removes it: look in the cloud's console"));
    });
    return page.text();
  }

  private static String named(Belonging what) {
    return "%s %s, made by %s".formatted(what.kind(), what.name(), what.maker());
  }

  private static String because(Belonging what) {
    return what.why().isEmpty() ? "" : ": " + what.why();
  }

  /// Lines for people, with nothing in them that a terminal would obey.
  private static final class Page {
    private final StringBuilder lines = new StringBuilder();

    void part(String title) {
      line("");
      line(title);
    }

    void line(String text) {
      lines.append(text.stripTrailing().replaceAll("\\p{Cntrl}", " ")).append('\n');
    }

    String text() {
      return lines.toString();
    }
  }
}
