package io.bowline.bench.api;

import static io.bowline.bench.api.Listed.FLEETS;
import static io.bowline.bench.api.Listed.PROVIDERS;

import java.util.List;
import java.util.Random;

/// What the API of a vendor with large customers is asked, in shares that stay the same: mostly
/// lists and single objects, some changes, some mistakes.
public final class Mix {
  private static final int HUNDRED = 100;

  private final String organization;
  private final List<String> tokens;
  private final int providers;
  private final List<String> cursors;

  /// @param organization its name
  /// @param tokens who asks, in turns
  /// @param providers how many it has, and how many fleets
  /// @param cursors of pages of the list of providers
  public Mix(String organization, List<String> tokens, int providers, List<String> cursors) {
    this.organization = organization;
    this.tokens = List.copyOf(tokens);
    this.providers = providers;
    this.cursors = List.copyOf(cursors);
  }

  /// The request of a turn: the same one each time.
  public Ask ask(int turn) {
    var chance = new Random(turn * 0x9E3779B97F4A7C15L);
    String token = tokens.get(turn % tokens.size());
    String base = "/api/v1/organizations/" + organization;
    String provider =
        PROVIDERS.path(organization) + Listed.identifier(chance.nextInt(providers)) + "/";
    int share = chance.nextInt(HUNDRED);
    if (share < 15) {
      return PROVIDERS.page(organization, token, "", 50);
    } else if (share < 25) {
      return FLEETS.page(organization, token, "", 50);
    } else if (share < 35) {
      return PROVIDERS.page(organization, token, cursors.get(chance.nextInt(cursors.size())), 50);
    } else if (share < 60) {
      return Ask.get("show", provider, token, 200);
    } else if (share < 70) {
      return Ask.get("organization", base, token, 200);
    } else if (share < 80) {
      return Ask.get("installs", base + "/installs", token, 200);
    } else if (share < 85) {
      return Ask.get("provider types", "/provider-types/", token, 200);
    } else if (share < 89) {
      return Ask.get("audit", base + "/audit?limit=50", token, 200);
    } else if (share < 93) {
      return Ask.get("not there", PROVIDERS.path(organization) + "none-of-these/", token, 404);
    } else if (share < 96) {
      return Ask.get("no token", provider, "", 401);
    } else {
      return Ask.send(
          "change",
          "PATCH",
          provider,
          token,
          "{\"configuration\": " + Listed.configuration(turn) + "}",
          200);
    }
  }
}
