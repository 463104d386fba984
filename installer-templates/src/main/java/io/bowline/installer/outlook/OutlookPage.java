package io.bowline.installer.outlook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.installer.Parameters;
import io.bowline.installer.Teardown;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// An outlook as somebody reads it who runs the account: `page.md`, filled in.
final class OutlookPage {
  private static final int NAMED = 6;

  private final Outlook outlook;

  OutlookPage(Outlook outlook) {
    this.outlook = outlook;
  }

  String text() {
    String name = outlook.site().name();
    Map<String, String> words = new LinkedHashMap<>();
    words.put("{place}", place());
    words.put("{version}", Integer.toString(Parameters.VERSION));
    words.put("{look}", outlook.look());
    words.put("{own}", own());
    words.put("{made}", made());
    words.put("{costs}", outlook.bill().map(OutlookPage::costs).orElseGet(OutlookPage::uncosted));
    words.put("{rights}", rights());
    words.put("{leaving}", leaving());
    words.put("{cloudoption}", outlook.cloud().equals("aws") ? " --cloud aws" : "");
    words.put("{name}", name);
    String page = form();
    for (var word : words.entrySet()) {
      page = page.replace(word.getKey(), word.getValue());
    }
    return page;
  }

  private String place() {
    return outlook.cloud().equals("byok")
        ? "a cluster of yours"
        : "%s account %s, %s"
            .formatted(outlook.cloud(), outlook.site().account(), outlook.site().region());
  }

  /// What it costs and whether it is gone is seen easily where nothing else is.
  private String own() {
    String own =
        switch (outlook.cloud()) {
          case "aws" ->
              "    aws organizations create-account --account-name bowline-%s --email YOU+bowline@EXAMPLE.COM"
                  .formatted(outlook.site().name());
          case "azure" ->
              "    az account alias create --name bowline-%s --display-name bowline-%s --workload Production --billing-scope BILLING-SCOPE"
                  .formatted(outlook.site().name(), outlook.site().name());
          case "gcp" ->
              "    gcloud projects create PROJECT --organization ORGANIZATION --name bowline-%s"
                  .formatted(outlook.site().name());
          case "oci" ->
              "    oci iam compartment create --compartment-id TENANCY --name bowline-%s --description \"Bowline\""
                  .formatted(outlook.site().name());
          default -> "    kubectl create namespace bowline";
        };
    return "Best give it an account of its own (a project, a subscription, a compartment, a namespace): what it costs, what its quotas leave and whether"
        + " it is gone is seen easily then. If you have none yet, whoever runs your organization makes one:\n\n"
        + own
        + "\n\nCreate the install for that account: a runner or an installer in another one is turned away. Then, signed in there:";
  }

  private String made() {
    if (outlook.things().isEmpty()) {
      return outlook.cloud().equals("byok")
          ? "Nothing around the cluster. In it: a namespace with the runner (a StatefulSet with one pod and one volume), its service account,"
              + " a role in that namespace, and rules for what it may reach. `docs/install-kubernetes.md` names each."
          : "The Terraform module `terraform/%s` makes it; its README names every resource, and `terraform plan` shows them. This version lists none here."
              .formatted(outlook.cloud().equals("oci") ? "oracle" : outlook.cloud());
    }
    var table = new StringJoiner("\n").add("| kind | how many | called |").add("|---|---|---|");
    outlook
        .kinds()
        .forEach((kind, names) ->
            table.add("| `%s` | %d | %s |".formatted(kind, names.size(), named(names))));
    return table.toString();
  }

  private static String named(List<String> names) {
    String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return names.size() > NAMED ? first + ", …" : first;
  }

  private static String costs(Bill bill) {
    var table = new StringJoiner("\n");
    table.add(
        "An estimate: list prices of %s in %s as of %s, on demand, 730 hours a month. Other regions have other prices; traffic, taxes and discounts are not in it.\n"
            .formatted(bill.region(), bill.currency(), bill.asOf()));
    table.add("| what | how many | a month | counted by |").add("|---|---|---|---|");
    bill.items().forEach(item -> table.add(row(item)));
    table.add("| **the base layer** | | **%s** | |".formatted(bill.base()));
    bill.later().forEach(item -> table.add(row(item)));
    table.add(
        "| **with the usual pools, which the runner makes when a release wants them** | | **%s** | |"
            .formatted(bill.whole()));
    table.add("\nWhere the prices stand: " + String.join(", ", bill.sources()) + ".");
    return table.toString();
  }

  private static String row(Bill.Item item) {
    Optional<BigDecimal> month = item.month();
    return "| %s | %d | %s | %s |"
        .formatted(
            item.what(),
            item.count(),
            month.map(BigDecimal::toPlainString).orElse("by use"),
            item.basis());
  }

  private static String uncosted() {
    return "This version has no prices for it. Of what `terraform plan` shows, your cloud's calculator tells the price; with a cluster of yours there is one pod more.";
  }

  private String rights() {
    if (outlook.standing().isEmpty()) {
      return "Those of the runner, in its namespace or on its cluster and its registry; the module's README, or the chart's `templates/rights.yaml`, names them.";
    }
    var table = new StringJoiner("\n").add("| who | may | why |").add("|---|---|---|");
    outlook
        .standing()
        .forEach(right ->
            table.add("| %s | %s | %s |".formatted(right.who(), right.may(), right.why())));
    return table.toString();
  }

  private String leaving() {
    var ways = new StringJoiner("\n\n");
    for (Teardown way : outlook.leaving()) {
      var text = new StringJoiner("\n");
      text.add(way.door() + (way.hint().isEmpty() ? ":" : ". " + way.hint())).add("");
      way.commands().forEach(line -> text.add("    " + line));
      ways.add(text.toString());
    }
    return ways.toString();
  }

  private static String form() {
    try (InputStream in = OutlookPage.class.getResourceAsStream("page.md")) {
      if (in == null) {
        throw new IllegalStateException("page.md is missing beside OutlookPage");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
