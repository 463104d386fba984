package io.bowline.control.edge.http.installer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.installer.Rendering;
import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Offer;
import io.bowline.installer.Parameters;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Doors as the API shows them.
final class DoorViews {
  private DoorViews() {}

  /// The ways into an account of a cloud.
  ///
  /// @param version of the parameter model
  /// @param externalId what whoever takes the installer role has to know of the install; no secret
  /// @param why there is none, or only a preview
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DoorsView(
      String cloud,
      int version,
      @Nullable String externalId,
      List<DoorView> items,
      @Nullable String why) {}

  /// A way into an account.
  ///
  /// @param door its word in addresses
  /// @param link opens the cloud's console with the install's values filled in; never with a token
  /// @param hint what has to be done before there is such a link
  /// @param until when the rights that it gives end, by the link; UTC
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DoorView(
      String door,
      String title,
      @Nullable String link,
      @Nullable String hint,
      @Nullable String until) {}

  /// A rendered file: a text, or an archive.
  ///
  /// @param archive its bytes, base64
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TemplateView(
      String door,
      String file,
      String mediaType,
      @Nullable String text,
      @Nullable String archive) {}

  static DoorsView of(String cloud, @Nullable String external, Function<Door, DoorView> view) {
    return switch (Offer.of(cloud)) {
      case Offer.Doors(List<Door> doors, Optional<String> preview) ->
          new DoorsView(
              cloud,
              Parameters.VERSION,
              external,
              doors.stream().map(view).toList(),
              preview.map(known -> "Preview: " + known).orElse(null));
      case Offer.Unsupported(String why) ->
          new DoorsView(cloud, Parameters.VERSION, null, List.of(), why);
    };
  }

  static TemplateView of(String door, Rendering rendering) {
    return switch (rendering) {
      case Rendering.Rendered(Document document) ->
          switch (document.content()) {
            case Document.Content.Text(String text) ->
                new TemplateView(door, document.file(), document.mediaType(), text, null);
            case Document.Content.Files _ ->
                new TemplateView(
                    door,
                    document.file(),
                    document.mediaType(),
                    null,
                    Base64.getEncoder().encodeToString(document.bytes()));
          };
      case Rendering.NoDoor(List<Door> doors) ->
          throw ProblemException.badField(
              "door",
              "must be one of " + doors.stream().map(Door::word).collect(Collectors.joining(", ")));
      case Rendering.NotRendered(String why) -> throw ProblemException.conflict(sentence(why));
      case Rendering.Unfit(String name, String why) -> throw unfit(name, why);
      case Rendering.NotTold(String setting) -> throw notTold(setting);
    };
  }

  static ProblemException notTold(String setting) {
    return ProblemException.conflict(
        "This control plane renders no templates yet: whoever runs it has to set %s."
            .formatted(setting));
  }

  /// What is chosen comes as `name=value`, several with spaces between.
  static Map<String, String> wished(@Nullable String set) {
    var wished = new LinkedHashMap<String, String>();
    if (set == null || set.isEmpty()) {
      return wished;
    }
    for (String each : set.split(" ", -1)) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw ProblemException.badField(
            "set", "set must be name=value, several with spaces between");
      }
      wished.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return wished;
  }

  /// A wish for links has to fit one of the doors.
  static void fitting(String cloud, Map<String, String> wished) {
    var complaints = new ArrayList<ProblemException>();
    for (Door door : Door.of(cloud)) {
      switch (Choices.of(door, wished)) {
        case Choices.Outcome.Fits _ -> {
          return;
        }
        case Choices.Outcome.Unfit(String name, String why) -> complaints.add(unfit(name, why));
      }
    }
    if (!complaints.isEmpty()) {
      throw complaints.getFirst();
    }
  }

  private static ProblemException unfit(String name, String why) {
    return ProblemException.badField("set", "%s %s".formatted(name, why));
  }

  static String sentence(String why) {
    return Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".";
  }
}
