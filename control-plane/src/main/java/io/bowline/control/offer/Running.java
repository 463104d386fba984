package io.bowline.control.offer;

import io.bowline.control.catalog.ReleaseName;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.Optional;

/// An install and its release, as the vendor's staff see all of them.
///
/// @param release what it runs; nothing before its first release
/// @param yanked why that release was yanked, when it was
/// @param pinned what it is pinned to, or the channel that was named for it
/// @param next what it is offered, when that is another one
/// @param needsReturn whether that is an older one, for which the vendor has to sign a return
public record Running(
    OrgId org,
    String organization,
    InstallId install,
    String name,
    String product,
    String status,
    Optional<Instant> heardAt,
    Optional<ReleaseName> release,
    Optional<String> yanked,
    Optional<String> pinned,
    Optional<ReleaseName> next,
    boolean needsReturn) {

  /// Which installs are asked for.
  ///
  /// @param yanked those whose release is yanked, or those whose is not
  /// @param behind those that are offered another release than they run, or those that are not
  public record Which(
      Optional<String> product,
      Optional<Digest> release,
      Optional<OrgId> org,
      Optional<Boolean> yanked,
      Optional<Boolean> behind) {}

  /// Where a list goes on.
  public record Place(OrgId org, InstallId install) {}
}
