package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.departure.DepartureVerbs;
import io.bowline.cli.fleet.RegionsCommand;
import io.bowline.cli.member.StaffPolicyCommand;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.cli.sso.SsoCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Groups the verbs of organizations.
@Command(
    name = "org",
    description = "Organizations.",
    subcommands = {
      OrgCommand.ListOrgs.class,
      OrgCommand.Show.class,
      OrgCommand.Create.class,
      DepartureVerbs.Delete.class,
      DepartureVerbs.Keep.class,
      DepartureVerbs.Show.class,
      DepartureVerbs.All.class,
      OrgCommand.Entitle.class,
      OrgCommand.Entitlements.class,
      OrgCommand.Releases.class,
      OrgCommand.Channels.class,
      RegionsCommand.class,
      DataKeyCommand.class,
      StaffPolicyCommand.class,
      SsoCommand.class,
      LimitCommand.Show.class,
      LimitCommand.Set.class,
      PinCommand.ListPins.class,
      PinCommand.PinAll.class,
      PinCommand.UnpinAll.class
    })
public final class OrgCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"), Column.of("NAME", "/name"), Column.of("CREATED", "/createdAt"));

  @Command(name = "list", description = "List organizations that this token may see.")
  static final class ListOrgs extends ApiVerb {
    ListOrgs(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list("organizations", Map.of(), 1000), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "show", description = "Show the organization that is acted for.")
  static final class Show extends ApiVerb {
    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.get(api.tenant(), Map.of()), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "create", description = "Create an organization.")
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.post("organizations", object().put("name", name)), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(
      name = "entitle",
      description = "Entitle the organization to a product (vendor's staff).")
  static final class Entitle extends ApiVerb {
    @Parameters(paramLabel = "PRODUCT", description = "E.g. acme/streaming.")
    private String product = "";

    Entitle(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.put(api.tenant("entitlements"), object().put("product", product));
      printer.say("entitled to " + product);
      return Exit.OK;
    }
  }

  @Command(name = "entitlements", description = "List products that the organization may run.")
  static final class Entitlements extends ApiVerb {
    Entitlements(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      List<JsonNode> products = new ArrayList<>();
      api.get(api.tenant("entitlements"), Map.of()).forEach(products::add);
      printer.list(products, List.of(Column.of("PRODUCT", "/product")));
      return Exit.OK;
    }
  }

  @Command(name = "releases", description = "List releases that the organization may run.")
  static final class Releases extends ApiVerb {
    Releases(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(
          api.list(api.tenant("releases"), Map.of(), 1000),
          List.of(
              Column.of("DIGEST", "/digest"),
              Column.of("PRODUCT", "/product"),
              Column.of("VERSION", "/version"),
              Column.of("PUBLISHED", "/publishedAt"),
              Column.of("YANKED", "/yankReason")));
      return Exit.OK;
    }
  }

  @Command(name = "channels", description = "List channels that the organization may follow.")
  static final class Channels extends ApiVerb {
    Channels(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(
          api.list(api.tenant("channels"), Map.of(), 1000),
          List.of(
              Column.of("NAME", "/name"),
              Column.of("PRODUCT", "/product"),
              Column.of("VERSION", "/version"),
              Column.of("RELEASE", "/release"),
              Column.of("MOVED", "/movedAt")));
      return Exit.OK;
    }
  }
}
