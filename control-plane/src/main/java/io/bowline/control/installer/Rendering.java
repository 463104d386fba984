package io.bowline.control.installer;

import io.bowline.installer.Document;
import io.bowline.installer.Door;
import java.util.List;

/// What came of the wish for a template.
public sealed interface Rendering {
  /// The file.
  record Rendered(Document document) implements Rendering {}

  /// The cloud is a preview, or no cloud at all.
  record NotRendered(String why) implements Rendering {}

  /// The cloud has no such door.
  record NoDoor(List<Door> doors) implements Rendering {}

  /// What was chosen cannot be.
  ///
  /// @param name of the parameter, as it was chosen
  /// @param why goes on after the name
  record Unfit(String name, String why) implements Rendering {}

  /// The control plane has not been told everything that a template holds.
  ///
  /// @param setting that is missing
  record NotTold(String setting) implements Rendering {}
}
