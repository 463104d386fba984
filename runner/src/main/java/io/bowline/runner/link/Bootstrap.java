package io.bowline.runner.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.proto.codec.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/// What the installer leaves for a new runner: where the control plane is, whom to believe, and a
/// token that works once.
///
/// @param cloud whose word about this runner can be asked for; empty in files of earlier versions
/// @param cloudAccount where the installer ran; a token may be bound to it
record Bootstrap(
    Addresses addresses,
    List<X509Certificate> authorities,
    String token,
    String cloud,
    String cloudAccount,
    String region) {
  private static final long MAX_BYTES = 256 * 1024;
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  Bootstrap {
    authorities = List.copyOf(authorities);
  }

  /// Reads the file.
  ///
  /// @throws LinkFailure saying what is wrong with it
  static Bootstrap read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unreadable(file, "it is larger than " + MAX_BYTES + " bytes");
      }
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root.path("version").asInt() != VERSION) {
        throw unreadable(file, "its version is not " + VERSION + "; update the runner");
      }
      JsonNode addresses = root.path("addresses");
      return new Bootstrap(
          new Addresses(
              address(addresses, "link"),
              address(addresses, "logs"),
              address(addresses, "metrics"),
              address(addresses, "artifacts")),
          Pem.certificates(text(root, "authorities")),
          text(root, "token"),
          root.path("cloud").asText(""),
          root.path("cloudAccount").asText(""),
          root.path("region").asText(""));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
  }

  private static Addresses.Address address(JsonNode addresses, String name) {
    JsonNode address = addresses.path(name);
    String host = text(address, "host");
    int port = address.path("port").asInt();
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("addresses." + name + ".port is not a port");
    }
    return new Addresses.Address(
        host,
        port,
        address.path("alternateHost").asText(host),
        address.path("alternatePort").asInt(port));
  }

  private static String text(JsonNode node, String name) {
    String value = node.path(name).asText("");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static LinkFailure unreadable(Path file, String why) {
    return LinkFailure.local(
        "bootstrap file %s cannot be used: %s".formatted(file, why),
        "get a new bootstrap file for this install");
  }

  /// Without the token.
  @Override
  public String toString() {
    return "Bootstrap[addresses=" + addresses + "]";
  }
}
