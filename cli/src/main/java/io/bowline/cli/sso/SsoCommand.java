package io.bowline.cli.sso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Groups the verbs of the organization's identity provider.
@Command(
    name = "sso",
    description = "How people come in through the organization's identity provider (OIDC).",
    subcommands = {SsoCommand.Show.class, SsoCommand.Set.class, SsoCommand.Off.class})
public final class SsoCommand {
  private static final List<String> KEPT =
      List.of(
          "issuer",
          "clientId",
          "clientSecret",
          "scopes",
          "groupsClaim",
          "roles",
          "defaultRole",
          "joining",
          "trustEmails",
          "localSignIn");
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ISSUER", "/issuer"),
          Column.of("CLIENT", "/clientId"),
          Column.of("SECRET", "/clientSecret"),
          Column.of("SCOPES", "/scopes"),
          Column.of("GROUPS CLAIM", "/groupsClaim"),
          Column.of("ROLES", "/roles"),
          Column.of("DEFAULT ROLE", "/defaultRole"),
          Column.of("JOINING", "/joining"),
          Column.of("TRUST EMAILS", "/trustEmails"),
          Column.of("PASSWORDS", "/localSignIn"),
          Column.of("PROVEN", "/proven"),
          Column.of("CALLBACK", "/callback"),
          Column.of("CHANGED", "/changedAt"),
          Column.of("BY", "/changedBy"));

  @Command(name = "show", description = "Show it, and the callback to register with the provider.")
  static final class Show extends ApiVerb {
    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.get(api.tenant("sso"), Map.of()), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "off", description = "Take it away; who came in by it is signed out.")
  static final class Off extends ApiVerb {
    Off(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(api.tenant("sso"));
      printer.say("people sign in by passwords");
      return Exit.OK;
    }
  }

  @Command(
      name = "set",
      description = {
        "Set it, once the provider has answered. What is not given stays as it is.",
        "Owners alone do. The secret comes from a file, or '-' for standard input."
      })
  static final class Set extends ApiVerb {
    @Option(names = "--issuer", paramLabel = "URL", description = "As the provider names itself.")
    private Optional<String> issuer = Optional.empty();

    @Option(names = "--client-id", paramLabel = "ID", description = "What it calls this product.")
    private Optional<String> clientId = Optional.empty();

    @Option(
        names = "--client-secret-file",
        paramLabel = "FILE",
        description = "File with the client's secret; none for a client known by PKCE alone.")
    private Optional<Path> secretFile = Optional.empty();

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        description = "Asked for beside openid; may be given several times (email, profile).")
    private List<String> scopes = List.of();

    @Option(
        names = "--groups-claim",
        paramLabel = "CLAIM",
        description = "Which claim says the groups somebody is in (groups).")
    private Optional<String> groupsClaim = Optional.empty();

    @Option(
        names = "--role",
        paramLabel = "GROUP=ROLE",
        description = "Role of a group; may be given several times, and replaces all.")
    private Map<String, String> roles = Map.of();

    @Option(
        names = "--default-role",
        paramLabel = "ROLE",
        description = "Of those in no group that has one; 'none' keeps them out.")
    private Optional<String> defaultRole = Optional.empty();

    @Option(
        names = "--joining",
        paramLabel = "on|off",
        description = "Whether who is no member becomes one.")
    private Optional<String> joining = Optional.empty();

    @Option(
        names = "--trust-emails",
        paramLabel = "on|off",
        description = "Whether addresses count that the provider does not say it has verified.")
    private Optional<String> trustEmails = Optional.empty();

    @Option(
        names = "--passwords",
        paramLabel = "on|off",
        description = "Whether passwords let people in as well.")
    private Optional<String> passwords = Optional.empty();

    Set(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode wish = before(api);
      issuer.ifPresent(text -> wish.put("issuer", text));
      clientId.ifPresent(text -> wish.put("clientId", text));
      secretFile.ifPresent(
          file -> wish.put("clientSecret", SecretText.read(shell(), file).reveal()));
      if (!scopes.isEmpty()) {
        scopes.forEach(wish.putArray("scopes")::add);
      }
      groupsClaim.ifPresent(text -> wish.put("groupsClaim", text));
      if (!roles.isEmpty()) {
        roles.forEach(wish.putObject("roles")::put);
      }
      defaultRole.ifPresent(role -> wish.put("defaultRole", role.equals("none") ? null : role));
      joining.ifPresent(text -> wish.put("joining", isOn("--joining", text)));
      trustEmails.ifPresent(text -> wish.put("trustEmails", isOn("--trust-emails", text)));
      passwords.ifPresent(text -> wish.put("localSignIn", isOn("--passwords", text)));
      printer.one(api.put(api.tenant("sso"), wish), COLUMNS);
      return Exit.OK;
    }

    /// What is set now; nothing when there is none.
    private static ObjectNode before(Api api) {
      ObjectNode wish = object();
      try {
        JsonNode known = api.get(api.tenant("sso"), Map.of());
        KEPT.stream().filter(known::hasNonNull).forEach(field -> wish.set(field, known.get(field)));
      } catch (CliFailure failure) {
        if (failure.exit() != Exit.NOT_FOUND) {
          throw failure;
        }
      }
      return wish;
    }

    private static boolean isOn(String option, String text) {
      return switch (text) {
        case "on" -> true;
        case "off" -> false;
        default -> throw new CliFailure(Exit.USAGE, option + " is on or off");
      };
    }
  }
}
