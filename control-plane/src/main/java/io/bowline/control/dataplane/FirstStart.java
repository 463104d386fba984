package io.bowline.control.dataplane;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.identity.Authority;
import io.bowline.installer.Vendor.RunnerKit;
import io.bowline.proto.codec.Addresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What every new runner of this control plane starts from, but for what is its install's own.
@ApplicationScoped
public class FirstStart {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String SIGNED = "mode: signed\n";

  private final Addresses addresses;
  private final Authority authority;
  private final FleetRunnerSettings settings;

  FirstStart(Addresses addresses, Authority authority, FleetRunnerSettings settings) {
    this.addresses = addresses;
    this.authority = authority;
    this.settings = settings;
  }

  /// The setting without which no runner is started anywhere, if one is missing.
  public Optional<String> missing() {
    if (settings.image().isEmpty()) {
      return Optional.of("bowline.fleet-runner.image");
    }
    return settings.trustRoot().isEmpty()
        ? Optional.of("bowline.fleet-runner.trust-root")
        : Optional.empty();
  }

  /// Image, trust root, policy and the document; only where nothing is missing.
  public RunnerKit kit() {
    return new RunnerKit(
        settings.image().orElseThrow(),
        text(settings.trustRoot().orElseThrow()),
        settings.policy().map(FirstStart::text).orElse(SIGNED),
        document().toString());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " for a runner", e);
    }
  }

  /// The addresses of the control plane and whom to trust there: a new document each time, to be
  /// added to.
  public ObjectNode document() {
    ObjectNode document = JSON.createObjectNode().put("version", 1);
    ObjectNode where = document.putObject("addresses");
    put(where, "link", addresses.link());
    put(where, "logs", addresses.logs());
    put(where, "metrics", addresses.metrics());
    put(where, "artifacts", addresses.artifacts());
    return document.put("authorities", authority.bundlePem());
  }

  private static void put(ObjectNode where, String name, Addresses.Address address) {
    where
        .putObject(name)
        .put("host", address.host())
        .put("port", address.port())
        .put("alternateHost", address.alternateHost())
        .put("alternatePort", address.alternatePort());
  }
}
