package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What whoever has just made an install can do next, where a click is enough for it.
public final class WaysIn {
  private static final Set<String> CLICKED = Set.of("aws", "azure");

  private WaysIn() {}

  /// Lines for people; none where nothing is clicked, or where the control plane does not say: the
  /// install is there all the same, and `install link` says what is wrong.
  ///
  /// @param made the install, as the API answered
  public static List<String> of(Api api, JsonNode made) {
    if (!CLICKED.contains(made.path("cloud").asText())) {
      return List.of();
    }
    try {
      String id = Api.segment(made.path("id").asText());
      return lines(api.get(api.tenant("installs/" + id + "/installer"), Map.of()));
    } catch (CliFailure _) {
      return List.of();
    }
  }

  private static List<String> lines(JsonNode shown) {
    var lines = new ArrayList<String>();
    for (JsonNode door : shown.path("items")) {
      if (door.has("link")) {
        String ends = door.has("until") ? "; it ends " + door.path("until").asText() : "";
        lines.add("NEXT: " + door.path("title").asText() + ends);
        lines.add("  " + door.path("link").asText());
      }
    }
    if (!lines.isEmpty() && shown.has("externalId")) {
      lines.add("EXTERNAL ID: " + shown.path("externalId").asText() + ", no secret");
    }
    return lines;
  }
}
