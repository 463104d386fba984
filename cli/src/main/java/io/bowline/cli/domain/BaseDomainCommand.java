package io.bowline.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of base domains.
@Command(
    name = "base-domain",
    description = "Base domains: the names under which fleets have their endpoints.",
    subcommands = {
      BaseDomainCommand.Create.class,
      BaseDomainCommand.ListDomains.class,
      BaseDomainCommand.Get.class,
      BaseDomainCommand.Update.class,
      BaseDomainCommand.Check.class,
      BaseDomainCommand.Delete.class
    })
public final class BaseDomainCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("DOMAIN", "/domain"),
          Column.of("DNS", "/dns_provider"),
          Column.of("CERTIFICATE-UNTIL", "/certificate/not_after"),
          Column.of("PROVEN", "/ownership/proven_at"),
          Column.of("CREATED", "/created_at"));

  private static String path(Api api, String domain) {
    return api.tenant("base-domains/" + Api.segment(domain));
  }

  private static void show(Printer printer, JsonNode domain) {
    printer.one(domain, COLUMNS);
    JsonNode ownership = domain.path("ownership");
    if (ownership.path("proven_at").asText("").isEmpty()) {
      printer.say(
          "To show that it is yours, make a TXT record %s with %s"
              .formatted(ownership.path("record").asText(), ownership.path("value").asText()));
    }
  }

  @Command(name = "create", description = "Add a domain of yours.")
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "NEW-DOMAIN", description = "The domain, as kafka.example.com.")
    private String domain = "";

    @Mixin private SetupOptions setup = new SetupOptions();

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode body = object().put("domain", domain);
      setup.write(shell(), body);
      show(printer, api.post(api.tenant("base-domains"), body));
      return Exit.OK;
    }
  }

  @Command(name = "list", description = "List base domains.")
  static final class ListDomains extends ApiVerb {
    @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    private int limit = 1000;

    ListDomains(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant("base-domains"), Map.of(), limit), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "get", description = "Show a base domain; its key is masked.")
  static final class Get extends ApiVerb {
    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    Get(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      show(printer, api.get(path(api, domain), Map.of()));
      return Exit.OK;
    }
  }

  @Command(name = "update", description = "Change a base domain; what is not named stays.")
  static final class Update extends ApiVerb {
    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @Mixin private SetupOptions setup = new SetupOptions();

    @Option(
        names = "--no-cert",
        description = "Take certificate and key away; one is to be issued then.")
    private boolean noCertificate;

    Update(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode body = object();
      setup.write(shell(), body);
      if (noCertificate) {
        body.putNull("tls_cert").putNull("tls_key");
      }
      if (body.isEmpty()) {
        throw new CliFailure(Exit.USAGE, "nothing to change; name what, as --cert and --key");
      }
      show(printer, api.patch(path(api, domain), body));
      return Exit.OK;
    }
  }

  @Command(
      name = "check",
      description = {
        "Look at a base domain's DNS and certificate.",
        "Ends with 0 unless something is wrong."
      })
  static final class Check extends ApiVerb {
    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @Option(names = "--last", description = "Show what was found the last time.")
    private boolean last;

    Check(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode found =
          last
              ? api.get(path(api, domain) + "/checks", Map.of())
              : api.post(path(api, domain) + "/check", object());
      printer.one(found, List.of(Column.of("RESULT", "/result"), Column.of("ENDED", "/ended_at")));
      for (JsonNode check : found.path("checks")) {
        printer.say(
            "  %-12s  %s: %s"
                .formatted(
                    check.path("result").asText(),
                    check.path("name").asText(),
                    check.path("detail").asText()));
      }
      return found.path("result").asText().equals("failed") ? Exit.FAILED : Exit.OK;
    }
  }

  @Command(name = "delete", description = "Delete a base domain and its key.")
  static final class Delete extends ApiVerb {
    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    Delete(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(path(api, domain));
      printer.say("deleted " + domain);
      return Exit.OK;
    }
  }
}
