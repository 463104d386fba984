package io.bowline.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The server that `login` remembered; environment variables go before it.
///
/// @param certificates PEM file with the authorities to trust; empty for the system's
/// @param organization which organization to act for, when the token has several
public record Profile(
    URI server,
    Optional<Path> certificates,
    Optional<SecretText> token,
    Optional<String> organization) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /// The remembered server, or what the environment says.
  public static Profile load(Shell shell) {
    JsonNode stored = stored(shell);
    String server =
        shell.variable("BOWLINE_SERVER").orElseGet(() -> stored.path("server").asText());
    if (server.isEmpty()) {
      throw new CliFailure(
          Exit.NOT_ALLOWED, "no server is known; run 'bowline login URL' or set BOWLINE_SERVER");
    }
    Optional<String> token = shell.variable("BOWLINE_TOKEN").or(() -> text(stored, "token"));
    Optional<String> certificates =
        shell.variable("BOWLINE_CA").or(() -> text(stored, "certificates"));
    return new Profile(
        address(server),
        certificates.map(Path::of),
        token.map(SecretText::of),
        shell.variable("BOWLINE_ORG").or(() -> text(stored, "organization")));
  }

  /// Reads an address; `https` unless it says otherwise.
  public static URI address(String text) {
    try {
      URI address = URI.create(text.contains("://") ? text : "https://" + text);
      if (address.getHost() != null) {
        return address.resolve("/");
      }
    } catch (IllegalArgumentException e) {
      throw new CliFailure(Exit.USAGE, "'" + text + "' is no address of a server");
    }
    throw new CliFailure(Exit.USAGE, "'" + text + "' is no address of a server");
  }

  /// What the last sign-in to a server answered, to be sent with the next one.
  public static Optional<String> device(Shell shell, URI server) {
    JsonNode stored = stored(shell);
    return server.toString().equals(stored.path("server").asText())
        ? text(stored, "device")
        : Optional.empty();
  }

  /// Remembers this for the next commands, in a file of this user alone.
  public void store(Shell shell) {
    store(shell, device(shell, server));
  }

  /// The same, with what a sign-in answered.
  public void store(Shell shell, Optional<String> device) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("formatVersion", 1);
    root.put("server", server.toString());
    certificates.ifPresent(path -> root.put("certificates", path.toString()));
    token.ifPresent(secret -> root.put("token", secret.reveal()));
    organization.ifPresent(name -> root.put("organization", name));
    device.ifPresent(text -> root.put("device", text));
    Path file = file(shell);
    try {
      Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
      Path part =
          Files.createTempFile(
              folder,
              "cli",
              ".part",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(part, root.toPrettyString().getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, "cannot write " + file + ": " + Reason.of(e));
    }
  }

  private static JsonNode stored(Shell shell) {
    Path file = file(shell);
    if (!Files.exists(file)) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + "; remove it and log in again");
    }
  }

  private static Path file(Shell shell) {
    return shell.path(
        shell
            .variable("BOWLINE_CONFIG")
            .map(Path::of)
            .orElseGet(() ->
                shell
                    .variable("XDG_CONFIG_HOME")
                    .map(Path::of)
                    .orElseGet(() -> Path.of(shell.variable("HOME").orElse("."), ".config"))
                    .resolve("bowline")
                    .resolve("cli.json")));
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.ofNullable(node.path(key).textValue()).filter(text -> !text.isEmpty());
  }
}
