package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import java.util.List;
import java.util.Map;

/// Finds an install by the name or the id that a person types.
final class Installs {
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private Installs() {}

  static JsonNode find(Api api, String named) {
    if (named.matches(UUID)) {
      return api.get(api.tenant("installs/" + named), Map.of());
    }
    List<JsonNode> found =
        api.list(api.tenant("installs"), Map.of("name", named), 10_000).stream()
            .filter(install -> install.path("name").asText().equals(named))
            .toList();
    if (found.isEmpty()) {
      throw new CliFailure(
          Exit.NOT_FOUND, "there is no install '" + named + "'; see 'bowline install list'");
    }
    if (found.size() > 1) {
      throw new CliFailure(
          Exit.CONFLICT, "there are several installs '" + named + "'; give the id");
    }
    return found.getFirst();
  }

  /// A path below an install.
  static String path(Api api, String named, String rest) {
    return api.tenant("installs/" + id(api, named) + "/" + rest);
  }

  static String id(Api api, String named) {
    return named.matches(UUID) ? named : find(api, named).path("id").asText();
  }
}
