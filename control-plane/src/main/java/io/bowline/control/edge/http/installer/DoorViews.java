package io.bowline.control.edge.http.installer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.installer.Rendering;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Offer;
import io.bowline.installer.Parameters;
import java.util.Base64;
import java.util.List;
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
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DoorView(String door, String title, @Nullable String link, @Nullable String hint) {}

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
