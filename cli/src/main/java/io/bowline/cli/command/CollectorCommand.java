package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of collectors.
@Command(
    name = "collector",
    description = "Collectors: senders of logs and metrics that you run beside the runner.",
    subcommands = {
      CollectorCommand.ListCollectors.class,
      CollectorCommand.Show.class,
      CollectorCommand.Create.class,
      CollectorCommand.Renew.class,
      CollectorCommand.Revoke.class
    })
public final class CollectorCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("NAME", "/name"),
          Column.of("CERTIFICATE UNTIL", "/certificateUntil"),
          Column.of("REVOKED", "/revokedAt"));
  private static final long LARGEST_CSR = 32L * 1024;

  @Command(name = "list", description = "List an install's collectors, also revoked ones.")
  static final class ListCollectors extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    ListCollectors(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(Installs.path(api, install, "collectors"), Map.of(), 1000), COLUMNS);
      return Exit.OK;
    }
  }

  /// A collector of an install.
  static final class Named {
    @Parameters(index = "0", paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    @Parameters(index = "1", paramLabel = "COLLECTOR", description = "Name or id.")
    private String collector = "";

    private String path(Api api) {
      return Installs.path(api, install, "collectors/" + Api.segment(collector));
    }
  }

  @Command(name = "show", description = "Show a collector.")
  static final class Show extends ApiVerb {
    @Mixin private Named named = new Named();

    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.get(named.path(api), Map.of()), COLUMNS);
      return Exit.OK;
    }
  }

  /// What a certificate is asked for with, and where it goes.
  static final class Certifying {
    @Option(
        names = "--csr",
        required = true,
        paramLabel = "FILE",
        description = "A signing request in PEM (openssl req -new); the key stays where it is.")
    private Path csr = Path.of("");

    @Option(
        names = "--hours",
        paramLabel = "N",
        description = "The certificate's life (the longest that the control plane gives).")
    private Optional<Integer> hours = Optional.empty();

    @Option(
        names = "--out",
        paramLabel = "FOLDER",
        description = "Where NAME.pem and bowline-ca.pem are written (${DEFAULT-VALUE}).")
    private Path out = Path.of(".");

    private ObjectNode wish(Shell shell, ObjectNode body) {
      Path file = shell.path(csr);
      try {
        if (Files.size(file) > LARGEST_CSR) {
          throw new CliFailure(Exit.USAGE, file + " is too large for a signing request");
        }
        body.put("csr", Files.readString(file));
      } catch (IOException e) {
        throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
      }
      hours.ifPresent(life -> body.put("lifeSeconds", Duration.ofHours(life).toSeconds()));
      return body;
    }

    private void keep(Shell shell, Printer printer, JsonNode made) {
      Path folder = shell.path(out);
      String name = made.path("collector").path("name").asText();
      replace(folder.resolve(name + ".pem"), made.path("certificate").asText());
      replace(folder.resolve("bowline-ca.pem"), made.path("authorities").asText());
      printer.one(
          made,
          List.of(
              Column.of("ID", "/collector/id"),
              Column.of("CERTIFICATE UNTIL", "/collector/certificateUntil"),
              Column.of("LOGS", "/logs"),
              Column.of("METRICS", "/metrics"),
              Column.of("RENEWAL", "/renewal")));
    }

    /// A reader sees the old file or the new one, never half of it.
    private static void replace(Path file, String text) {
      try {
        Path next = file.resolveSibling("." + file.getFileName() + ".next");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new CliFailure(Exit.CONFLICT, "cannot write " + file + ": " + Reason.of(e));
      }
    }
  }

  @Command(name = "create", description = "Make a collector and its first certificate.")
  static final class Create extends ApiVerb {
    @Parameters(index = "0", paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name, e.g. prometheus.")
    private String name = "";

    @Mixin private Certifying certifying = new Certifying();

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode wish = certifying.wish(shell(), object().put("name", name));
      JsonNode made = api.post(Installs.path(api, install, "collectors"), wish);
      certifying.keep(shell(), printer, made);
      return Exit.OK;
    }
  }

  @Command(
      name = "renew",
      description = "Certify a collector's next key, also when its certificate has ended.")
  static final class Renew extends ApiVerb {
    @Mixin private Named named = new Named();

    @Mixin private Certifying certifying = new Certifying();

    Renew(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode wish = certifying.wish(shell(), object());
      certifying.keep(shell(), printer, api.post(named.path(api) + "/certificates", wish));
      return Exit.OK;
    }
  }

  @Command(name = "revoke", description = "Revoke a collector and all its certificates for good.")
  static final class Revoke extends ApiVerb {
    @Mixin private Named named = new Named();

    Revoke(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(named.path(api));
      printer.say("revoked " + named.collector);
      return Exit.OK;
    }
  }
}
