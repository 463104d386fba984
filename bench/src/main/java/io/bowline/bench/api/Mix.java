package io.bowline.bench.api;

import java.util.List;
import java.util.Random;

/// What the API of a vendor with large customers is asked, in shares that stay the same: mostly
/// lists and single objects, some changes, some mistakes.
public final class Mix {
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final int HUNDRED = 100;

  private final String organization;
  private final List<String> tokens;
  private final int providers;
  private final List<String> cursors;

  /// @param organization its name
  /// @param tokens who asks, in turns
  /// @param providers how many it has, each named by [#identifier]
  /// @param cursors of pages of their list
  public Mix(String organization, List<String> tokens, int providers, List<String> cursors) {
    this.organization = organization;
    this.tokens = List.copyOf(tokens);
    this.providers = providers;
    this.cursors = List.copyOf(cursors);
  }

  /// The name of a provider.
  public static String identifier(int number) {
    return "fleet-%05d".formatted(number);
  }

  /// The request that makes a provider.
  public static Ask create(String organization, String token, int number) {
    return Ask.send(
        "create",
        "POST",
        list(organization),
        token,
        """
        {"organization": "%s", "identifier": "%s", "provider_type": "aws", "configuration": %s}
        """
            .formatted(organization, identifier(number), configuration(number)),
        201);
  }

  /// A page of the list of providers.
  public static Ask page(String organization, String token, String cursor, int limit) {
    String from = cursor.isEmpty() ? "" : "&cursor=" + cursor;
    return Ask.get("list", list(organization) + "?limit=" + limit + from, token, 200);
  }

  private static String list(String organization) {
    return "/organizations/" + organization + "/fleet-providers/";
  }

  private static String configuration(int number) {
    return "{\"aws_access_key\": \"%s\", \"aws_access_secret\": \"%040d\"}".formatted(KEY, number);
  }

  /// The request of a turn: the same one each time.
  public Ask ask(int turn) {
    var chance = new Random(turn * 0x9E3779B97F4A7C15L);
    String token = tokens.get(turn % tokens.size());
    String base = "/api/v1/organizations/" + organization;
    String provider = list(organization) + identifier(chance.nextInt(providers)) + "/";
    int share = chance.nextInt(HUNDRED);
    if (share < 25) {
      return page(organization, token, "", 50);
    } else if (share < 35) {
      return page(organization, token, cursors.get(chance.nextInt(cursors.size())), 50);
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
      return Ask.get("not there", list(organization) + "none-of-these/", token, 404);
    } else if (share < 96) {
      return Ask.get("no token", provider, "", 401);
    } else {
      return Ask.send(
          "change",
          "PATCH",
          provider,
          token,
          "{\"configuration\": " + configuration(turn) + "}",
          200);
    }
  }
}
