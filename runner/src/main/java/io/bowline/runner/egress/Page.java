package io.bowline.runner.egress;

import java.util.stream.Collectors;

/// The catalogue as a page for people: what leaves, and what the control plane stores of it.
public final class Page {
  private static final String HEAD =
      """
      # What leaves the account, and what we store of it

      Generated from the runner's catalogue; a runner sends nothing that is not on this page. Every connection is
      opened by the runner, over TLS with the runner's own certificate, which says organization, install and runner
      and nothing else. Contents of topics, databases and volumes, values of secret inputs, and whatever is frozen in a
      plan stay in the account.

      ## What you can keep inside

      A list `withhold` in the policy file on the customer's side (`bowline.install.policy`) keeps parts inside. It is
      looked at each time something is about to leave; with a word in it that is not one of these, nothing optional
      leaves until it is corrected. `(kept inside)` stands where a text was. `bowline runner --what-leaves` prints this
      page.

      ```yaml
      withhold: [plan-diffs, captured-logs]
      ```

      | word | keeps inside |
      |---|---|
      """;

  private Page() {}

  public static String of(Catalogue catalogue) {
    var page = new StringBuilder(HEAD);
    for (Part part : Part.values()) {
      page.append("| `%s` | %s |\n".formatted(part.word(), part.meaning()));
    }
    for (Door door : Door.values()) {
      page.append("\n## ").append(door.way()).append('\n');
      catalogue.types().stream()
          .filter(type -> type.door() == door)
          .forEach(type -> append(page, type));
    }
    return page.toString();
  }

  private static void append(StringBuilder page, RecordType type) {
    page.append(
        "\n### %s\n\nFor: %s. Stored: %s.\n\n".formatted(name(type), type.purpose(), type.kept()));
    page.append("| field | what | kept inside by |\n|---|---|---|\n");
    page.append(
        type.fields().stream()
            .map(field ->
                "| `%s` | %s | %s |\n"
                    .formatted(
                        field.name(),
                        field.meaning(),
                        field.part().map(part -> "`" + part.word() + "`").orElse("")))
            .collect(Collectors.joining()));
  }

  private static String name(RecordType type) {
    return Character.toUpperCase(type.name().charAt(0)) + type.name().substring(1);
  }
}
