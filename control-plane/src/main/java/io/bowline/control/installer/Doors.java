package io.bowline.control.installer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.control.dataplane.FirstStart;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.installer.Rendering.NoDoor;
import io.bowline.control.installer.Rendering.NotRendered;
import io.bowline.control.installer.Rendering.NotTold;
import io.bowline.control.installer.Rendering.Rendered;
import io.bowline.control.installer.Rendering.Unfit;
import io.bowline.control.provision.OwnRanges;
import io.bowline.installer.Choices;
import io.bowline.installer.Door;
import io.bowline.installer.Offer;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.outlook.Outlook;
import io.bowline.installer.render.Templates;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Renders the doors into customers' accounts for this control plane: with its addresses, its trust
/// root and the runner's image in them.
@ApplicationScoped
public class Doors {
  /// The parameter that says when the one-shot role ends.
  public static final String UNTIL = "until";

  private static final Site ANY = new Site("NAME", "INSTALL-ID", "ACCOUNT", "REGION", "");

  private final InstallerSettings settings;
  private final FirstStart runner;
  private final OwnRanges ranges;
  private final Clock clock;

  Doors(InstallerSettings settings, FirstStart runner, OwnRanges ranges, Clock clock) {
    this.settings = settings;
    this.runner = runner;
    this.ranges = ranges;
    this.clock = clock;
  }

  /// A door, for one install or in the form that fits all.
  ///
  /// @param cloud as the API spells it
  /// @param word of the door
  /// @param wished values of the door's parameters, by name
  public Rendering render(
      String cloud, String word, Optional<Site> site, Map<String, String> wished) {
    return switch (Offer.of(cloud)) {
      case Offer.Unsupported(String why) -> new NotRendered(why);
      case Offer.Doors(List<Door> doors, var _) ->
          Door.named(cloud, word)
              .map(door -> render(door, site, wished))
              .orElseGet(() -> new NoDoor(doors));
    };
  }

  /// Where a cloud's console opens with the install's values filled in; empty where there is no
  /// such link, or the vendor has put the templates nowhere.
  ///
  /// @param choices of this door
  public Optional<String> link(Door door, Site site, Choices choices) {
    return missing().isPresent() ? Optional.empty() : Templates.link(door, vendor(), site, choices);
  }

  /// What an install will be in an account, before anything is made.
  ///
  /// @param site the install; empty for what fits every install of the cloud
  /// @return empty while something has to be set
  public Optional<Outlook> outlook(String cloud, Optional<Site> site) {
    return missing().isPresent()
        ? Optional.empty()
        : Optional.of(Templates.outlook(cloud, vendor(), site.orElse(ANY)));
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
      case AWS_STACK, AWS_ROLE, AZURE_ARM, ORACLE_STACK ->
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

  /// What was chosen, and when the one-shot role ends, where nobody said: a day is enough for
  /// making a stack twice.
  public Choices lasting(Door door, Choices choices) {
    if (door != Door.AWS_ROLE || choices.values().containsKey(UNTIL)) {
      return choices;
    }
    var values = new HashMap<>(choices.values());
    values.put(
        UNTIL, clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.DAYS).toString());
    return new Choices(values);
  }

  private Rendering render(Door door, Optional<Site> site, Map<String, String> wished) {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      return new NotTold(missing.get());
    }
    return switch (Choices.of(door, wished)) {
      case Choices.Outcome.Unfit(String name, String why) -> new Unfit(name, why);
      case Choices.Outcome.Fits(Choices choices) ->
          new Rendered(
              Templates.render(
                  door, vendor(), site, site.isEmpty() ? choices : lasting(door, choices)));
    };
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
