package io.bowline.control.edge.http.installer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.installer.rights.Right;
import io.bowline.installer.rights.RightsChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a version of the templates asks for besides, as the API shows it.
final class RightsViews {
  private RightsViews() {}

  /// The change.
  ///
  /// @param more what is given now and was not, or was denied and is not any more
  /// @param less what was given and is not any more, or is denied now and was not
  public record RightsView(
      String cloud, int from, int to, List<RightView> more, List<RightView> less) {}

  /// One right.
  ///
  /// @param who `installer`, or the role of the install that has it
  /// @param denied set where it is a denial that went or came
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RightView(
      String who, String action, String on, String reason, @Nullable Boolean denied) {}

  static RightsView of(String cloud, RightsChange change) {
    return new RightsView(
        cloud,
        change.from(),
        change.to(),
        change.more().stream().map(RightsViews::of).toList(),
        change.less().stream().map(RightsViews::of).toList());
  }

  private static RightView of(Right right) {
    return new RightView(
        right.who(),
        right.action(),
        right.on(),
        right.reason(),
        right.effect() == Right.Effect.MAY_NOT ? Boolean.TRUE : null);
  }
}
