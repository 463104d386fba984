package io.bowline.installer.outlook;

import io.bowline.installer.Site;
import io.bowline.installer.Teardown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an install will be in an account.
///
/// @param site the install, or capitals in the place of what one has
/// @param things that a door makes with what is usual; empty where this version lists none
/// @param bill empty where nobody has written prices down
/// @param standing who may do what there when it is made
public record Outlook(
    String cloud, Site site, List<Thing> things, Optional<Bill> bill, List<Standing> standing) {
  public Outlook {
    things = List.copyOf(things);
    standing = List.copyOf(standing);
  }

  /// With the bill for these things.
  public static Outlook of(String cloud, Site site, List<Thing> things, List<Standing> standing) {
    return new Outlook(
        cloud,
        site,
        things,
        things.isEmpty() ? Optional.empty() : Prices.of(cloud).map(prices -> prices.bill(things)),
        standing);
  }

  /// What is made, by kind.
  public Map<String, List<String>> kinds() {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    things.forEach(
        thing -> kinds.computeIfAbsent(thing.kind(), _ -> new ArrayList<>()).add(thing.name()));
    return kinds;
  }

  /// What somebody types first: it changes nothing.
  public String look() {
    return cloud.equals("byok")
        ? "bowline preflight --bootstrap bootstrap.json"
        : "bowline preflight --cloud %s --region %s --name %s --account %s"
            .formatted(cloud, site.region(), site.name(), site.account());
  }

  /// How it goes, by each door.
  public List<Teardown> leaving() {
    return Teardown.of(cloud, site.name(), site.region());
  }

  /// The page that somebody reads who runs the account.
  public String page() {
    return new OutlookPage(this).text();
  }
}
