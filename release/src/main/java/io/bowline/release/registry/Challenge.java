package io.bowline.release.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a registry wants to see before it answers.
sealed interface Challenge {
  /// Name and password, with the request.
  record Basic() implements Challenge {}

  /// A token from elsewhere.
  record Bearer(URI realm, String service, String scope) implements Challenge {
    URI question() {
      StringBuilder query = new StringBuilder(realm.getRawQuery() == null ? "?" : "&");
      query.append("service=").append(encode(service));
      if (!scope.isEmpty()) {
        query.append("&scope=").append(encode(scope));
      }
      return URI.create(realm + query.toString());
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /// A parameter such as `realm="..."`.
  Pattern PARAMETER = Pattern.compile("([a-zA-Z]+)=(?:\"([^\"]{0,2048})\"|([^\",\\s]{1,2048}))");

  /// Reads `WWW-Authenticate`; empty when it asks for something unknown.
  static Optional<Challenge> read(String header) {
    String lower = header.toLowerCase(Locale.ROOT);
    if (lower.startsWith("basic")) {
      return Optional.of(new Basic());
    }
    if (!lower.startsWith("bearer")) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(header);
    while (matcher.find()) {
      String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
    }
    try {
      URI realm = URI.create(parameters.getOrDefault("realm", ""));
      return realm.getHost() == null
          ? Optional.empty()
          : Optional.of(
              new Bearer(
                  realm,
                  parameters.getOrDefault("service", ""),
                  parameters.getOrDefault("scope", "")));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // an address that is none cannot be asked
    }
  }
}
