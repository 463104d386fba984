package io.bowline.cli.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.cloud.pem.PemCertificates;
import io.bowline.cloud.preflight.NetworkLook;
import io.bowline.cloud.preflight.Way;
import io.bowline.cloud.preflight.WaysOut;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says before anything is made whether an install can work from here.
@Command(
    name = "preflight",
    description = {
      "Look, before anything is made, whether an install can work from where this runs: ways out to the",
      "control plane (names, ports, TLS that nobody opens), the clock, the network to be made, and what the",
      "cloud itself says: quotas, zones, machines, names, rights, and a network of yours.",
      "Nothing is changed and no token is used; the exit code is 1 when something is in the way."
    })
public final class PreflightCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> WAYS = List.of("artifacts", "logs", "metrics", "link");
  private static final List<Integer> PORTS = List.of(443, 8433, 9090, 9701);

  private final Shell shell;

  @Option(
      names = "--bootstrap",
      paramLabel = "FILE",
      description =
          "Addresses and authorities as this bootstrap file has them; its token stays unused.")
  private Optional<Path> bootstrap = Optional.empty();

  @Option(
      names = "--control-plane",
      paramLabel = "HOST",
      description = "Without a bootstrap file: the control plane's name, with its usual ports.")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--authorities",
      paramLabel = "FILE",
      description = "Whom its certificates are of, in PEM; the well-known authorities when absent.")
  private Optional<Path> authorities = Optional.empty();

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      description = "The network that is to be made, such as 10.64.0.0/16.")
  private Optional<String> network = Optional.empty();

  @Option(
      names = "--beside",
      paramLabel = "CIDR",
      description = "A network that it will be connected with; more than one is possible.")
  private List<String> beside = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "Form of the output: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Keep what was seen: as -o json prints it, or as a page when the name ends with .md.")
  private Optional<Path> report = Optional.empty();

  @Mixin private final CloudOptions cloud = new CloudOptions();

  PreflightCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (bootstrap.isEmpty() && host.isEmpty() && network.isEmpty() && !cloud.any()) {
      throw new CliFailure(
          Exit.USAGE,
          "nothing to look at: give --bootstrap, --control-plane, --network or --cloud");
    }
    List<Seen> seen = look();
    var printer = new Printer(shell.out(), format);
    Sheet.print(printer, seen);
    report.ifPresent(file -> Sheet.report(shell.path(file), shell.world().now(), seen));
    boolean blocked = seen.stream().anyMatch(one -> one.verdict() == Verdict.FAIL);
    return (blocked ? Exit.FAILED : Exit.OK).code();
  }

  private List<Seen> look() {
    try {
      var seen = new ArrayList<Seen>(egress());
      network.ifPresent(wanted -> seen.addAll(NetworkLook.look(wanted, beside)));
      seen.addAll(cloud.look(shell));
      return seen;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliFailure(Exit.FAILED, "interrupted");
    }
  }

  private List<Seen> egress() throws InterruptedException {
    Optional<JsonNode> file = bootstrap.map(path -> read(shell.path(path)));
    List<Way> ways = file.map(PreflightCommand::ways).orElseGet(this::usual);
    if (ways.isEmpty()) {
      return List.of();
    }
    List<X509Certificate> trusted =
        authorities
            .map(path -> certificates(text(shell.path(path)), path.toString()))
            .or(() ->
                file.map(
                    read -> certificates(read.path("authorities").asText(), "the bootstrap file")))
            .orElse(List.of());
    var waysOut = new WaysOut(trusted, shell.world().now());
    var seen = new ArrayList<Seen>();
    proxy().ifPresent(seen::add);
    seen.addAll(waysOut.look(ways));
    return seen;
  }

  private List<Way> usual() {
    return host.map(
            name -> {
              var ways = new ArrayList<Way>();
              for (int i = 0; i < WAYS.size(); i++) {
                ways.add(new Way(WAYS.get(i), name, PORTS.get(i)));
              }
              return List.copyOf(ways);
            })
        .orElse(List.of());
  }

  private static List<Way> ways(JsonNode file) {
    return WAYS.stream()
        .map(name -> {
          JsonNode address = file.path("addresses").path(name);
          return new Way(name, address.path("host").asText(), address.path("port").asInt());
        })
        .filter(way -> !way.host().isEmpty() && way.port() > 0 && way.port() < 65_536)
        .toList();
  }

  /// Runners dial by themselves, whatever the environment says.
  private Optional<Seen> proxy() {
    return shell
        .variable("HTTPS_PROXY")
        .or(() -> shell.variable("https_proxy"))
        .map(_ ->
            Seen.warn(
                "proxy",
                "HTTPS_PROXY is set here",
                "The runner dials the control plane by itself and uses no proxy: what is below was looked at without one.",
                "Let the ports below out directly; unset HTTPS_PROXY when they are."));
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(text(file));
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, file + " is no bootstrap file: it is not JSON");
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file);
    }
  }

  private static List<X509Certificate> certificates(String pem, String where) {
    try {
      return PemCertificates.read(pem);
    } catch (CertificateException e) {
      throw new CliFailure(Exit.USAGE, where + " holds no certificates in PEM");
    }
  }
}
