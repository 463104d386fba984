package io.bowline.installer.blueprint;

import io.bowline.installer.Site;
import io.bowline.installer.outlook.Outlook;
import io.bowline.installer.outlook.Thing;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the modules make that these clouds' own services apply, out of the modules' files: each
/// resource once, since how often it is there only a plan says.
public final class ModuleOutlook {
  private static final Pattern RESOURCE =
      Pattern.compile("(?m)^resource \"([a-z0-9_]+)\" \"([a-z0-9_]+)\"");

  private ModuleOutlook() {}

  /// Of Google's cloud.
  public static Outlook google(Site site) {
    return of("gcp", "gcp", GoogleBlueprint.MODULE, site);
  }

  /// Of Oracle's cloud.
  public static Outlook oracle(Site site) {
    return of("oci", "oracle", OracleStack.MODULE, site);
  }

  private static Outlook of(String cloud, String folder, List<String> files, Site site) {
    Stream<String> texts =
        Sources.module(folder, files, "module").entrySet().stream()
            .filter(file -> file.getKey().endsWith(".tf"))
            .map(Map.Entry::getValue);
    List<Thing> things =
        texts
            .flatMap(text -> RESOURCE.matcher(text).results())
            .map(found -> Thing.of(found.group(1), found.group(2)))
            .toList();
    return Outlook.of(cloud, site, things, List.of());
  }
}
