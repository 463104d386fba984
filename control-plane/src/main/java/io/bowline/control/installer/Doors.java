package io.bowline.control.installer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.control.dataplane.FirstStart;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.installer.Rendering.NoDoor;
import io.bowline.control.installer.Rendering.NotRendered;
import io.bowline.control.installer.Rendering.NotTold;
import io.bowline.control.installer.Rendering.Rendered;
import io.bowline.control.provision.OwnRanges;
import io.bowline.installer.Choices;
import io.bowline.installer.Door;
import io.bowline.installer.Offer;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Renders the doors into customers' accounts for this control plane: with its addresses, its trust
/// root and the runner's image in them.
@ApplicationScoped
public class Doors {
  private final InstallerSettings settings;
  private final FirstStart runner;
  private final OwnRanges ranges;

  Doors(InstallerSettings settings, FirstStart runner, OwnRanges ranges) {
    this.settings = settings;
    this.runner = runner;
    this.ranges = ranges;
  }

  /// A door, for one install or in the form that fits all.
  ///
  /// @param cloud as the API spells it
  /// @param word of the door
  public Rendering render(String cloud, String word, Optional<Site> site) {
    return switch (Offer.of(cloud)) {
      case Offer.Unsupported(String why) -> new NotRendered(why);
      case Offer.Doors(List<Door> doors, var _) ->
          Door.named(cloud, word)
              .map(door -> render(door, site))
              .orElseGet(() -> new NoDoor(doors));
    };
  }

  /// Where a cloud's console opens with the install's values filled in; empty where there is no
  /// such link, or the vendor has put the templates nowhere.
  public Optional<String> link(Door door, Site site) {
    return missing().isPresent()
        ? Optional.empty()
        : Templates.link(door, vendor(), site, Choices.NONE);
  }

  /// What has to be set before anything can be rendered, if anything.
  public Optional<String> missing() {
    return runner
        .missing()
        .or(() -> ranges.all().isEmpty() ? Optional.of(OwnRanges.SETTING) : Optional.empty());
  }

  /// What has to be set before a door can have a link; empty when it is, or when the door has none.
  public Optional<String> missingFor(Door door) {
    return switch (door) {
      case GCP_BLUEPRINT ->
          settings.googleRepository().isEmpty()
              ? Optional.of("bowline.installer.google-repository")
              : Optional.empty();
      case AWS_STACK, AZURE_ARM, ORACLE_STACK ->
          settings.templates().isEmpty()
              ? Optional.of("bowline.installer.templates")
              : Optional.empty();
      case AWS_GUIDE, AZURE_FORM, GCP_TUTORIAL, HELM -> Optional.empty();
    };
  }

  /// What a template is told of an install.
  public static Site site(InstallRecord install) {
    // no secret: it only has to be ours to choose, and one install's alone
    String external = "external-id/%s/%s".formatted(install.org(), install.id());
    return new Site(
        install.name(),
        install.id().toString(),
        install.account(),
        install.region(),
        UUID.nameUUIDFromBytes(external.getBytes(UTF_8)).toString());
  }

  private Rendering render(Door door, Optional<Site> site) {
    Optional<String> missing = missing();
    return missing.isPresent()
        ? new NotTold(missing.get())
        : new Rendered(Templates.render(door, vendor(), site));
  }

  private Vendor vendor() {
    return new Vendor(
        ranges.all(),
        Optional.empty(),
        runner.kit(),
        settings.templates(),
        settings.googleRepository());
  }
}
