package io.bowline.runner.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.proto.codec.Addresses;
import io.bowline.runner.platform.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;

/// The link's part of the state folder: for this user's eyes only, each file replaced as a whole
/// and on disk before anything relies on it.
final class LinkFolder {
  private static final int VERSION = 1;
  private static final String STATE = "link.json";
  private static final String RUNNER_KEY = "runner-key.json";
  private static final String RECOVERY = "recovery.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  LinkFolder(Path folder) {
    this.folder = folder;
    try {
      Durable.folder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("state folder " + folder + " cannot be made", e);
    }
  }

  Optional<LinkState> state() {
    return read(STATE).map(LinkFolder::state);
  }

  void keep(LinkState state) {
    ObjectNode root = document();
    root.put("key", Pem.write(state.material().key()));
    root.put("chain", Pem.write(state.material().chain()));
    root.put("authorities", Pem.write(state.material().authorities()));
    root.put("trustRootVersion", state.trustRootVersion());
    root.put("token", state.token());
    ObjectNode addresses = root.putObject("addresses");
    write(addresses.putObject("link"), state.addresses().link());
    write(addresses.putObject("logs"), state.addresses().logs());
    write(addresses.putObject("metrics"), state.addresses().metrics());
    write(addresses.putObject("artifacts"), state.addresses().artifacts());
    write(STATE, root);
  }

  /// The long-lived key; made at first use.
  KeyPair runnerKey() {
    return read(RUNNER_KEY)
        .map(root ->
            new KeyPair(
                Pem.publicKey(root.path("public").asText()),
                Pem.key(root.path("private").asText())))
        .orElseGet(this::newRunnerKey);
  }

  /// A number that was never used before, also by a process that died.
  long nextRecovery() {
    long next = read(RECOVERY).map(root -> root.path("generation").asLong()).orElse(0L) + 1;
    write(RECOVERY, document().put("generation", next));
    return next;
  }

  private KeyPair newRunnerKey() {
    KeyPair pair = Keys.generate();
    ObjectNode root = document();
    root.put("private", Pem.write(pair.getPrivate()));
    root.put("public", Pem.write(pair.getPublic()));
    write(RUNNER_KEY, root);
    return pair;
  }

  private static LinkState state(JsonNode root) {
    JsonNode addresses = root.path("addresses");
    var material =
        new KeyMaterial(
            Pem.key(root.path("key").asText()),
            Pem.certificates(root.path("chain").asText()),
            Pem.certificates(root.path("authorities").asText()));
    return new LinkState(
        material,
        new Addresses(
            address(addresses.path("link")),
            address(addresses.path("logs")),
            address(addresses.path("metrics")),
            address(addresses.path("artifacts"))),
        root.path("trustRootVersion").asInt(),
        root.path("token").asText());
  }

  private static void write(ObjectNode node, Addresses.Address address) {
    node.put("host", address.host()).put("port", address.port());
    node.put("alternateHost", address.alternateHost());
    node.put("alternatePort", address.alternatePort());
  }

  private static Addresses.Address address(JsonNode node) {
    return new Addresses.Address(
        node.path("host").asText(),
        node.path("port").asInt(),
        node.path("alternateHost").asText(),
        node.path("alternatePort").asInt());
  }

  private static ObjectNode document() {
    return JSON.createObjectNode().put("version", VERSION);
  }

  private Optional<JsonNode> read(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root.path("version").asInt() != VERSION) {
        throw new IllegalStateException(
            file + " has a version that this runner does not know; start the newer runner");
      }
      return Optional.of(root);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private void write(String name, JsonNode root) {
    Path file = folder.resolve(name);
    try {
      Durable.replace(file, root.toPrettyString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
