package io.bowline.control.edge.http.installer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.installer.Rendering;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Offer;
import io.bowline.installer.Parameters;
import java.util.List;
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
  /// @param why there is none, where there is none
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
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DoorView(String door, String title, @Nullable String link, @Nullable String hint) {}

  /// A rendered file.
  public record TemplateView(String door, String file, String mediaType, String text) {}

  static DoorsView of(String cloud, @Nullable String external, Function<Door, DoorView> view) {
    return switch (Offer.of(cloud)) {
      case Offer.Doors(List<Door> doors) ->
          new DoorsView(
              cloud, Parameters.VERSION, external, doors.stream().map(view).toList(), null);
      case Offer.Preview(String why) ->
          new DoorsView(cloud, Parameters.VERSION, null, List.of(), "Preview: " + why);
      case Offer.Unsupported(String why) ->
          new DoorsView(cloud, Parameters.VERSION, null, List.of(), why);
    };
  }

  static TemplateView of(String door, Rendering rendering) {
    return switch (rendering) {
      case Rendering.Rendered(Document document) ->
          new TemplateView(door, document.file(), document.mediaType(), document.text());
      case Rendering.NoDoor(List<Door> doors) ->
          throw ProblemException.badField(
              "door",
              "must be one of " + doors.stream().map(Door::word).collect(Collectors.joining(", ")));
      case Rendering.NotRendered(String why) -> throw ProblemException.conflict(sentence(why));
      case Rendering.NotTold(String setting) ->
          throw ProblemException.conflict(
              "This control plane renders no templates yet: whoever runs it has to set %s."
                  .formatted(setting));
    };
  }

  private static String sentence(String why) {
    return Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".";
  }
}
