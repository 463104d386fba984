package io.bowline.runner.step.image;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a registry asks for in `WWW-Authenticate`; parameters come in any order.
sealed interface Challenge {
  /// User and password, at the registry itself.
  record Basic() implements Challenge {}

  /// A token, from the endpoint named here.
  record Bearer(String realm, Optional<String> service) implements Challenge {}

  Pattern PARAMETER = Pattern.compile("([a-zA-Z_]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\",\\s]+))");

  static Optional<Challenge> parse(String header) {
    String text = header.strip();
    String scheme = text.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "basic" -> Optional.of(new Basic());
      case "bearer" -> {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(text.substring(scheme.length()));
        while (matcher.find()) {
          String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
          parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        yield Optional.ofNullable(parameters.get("realm"))
            .map(realm -> new Bearer(realm, Optional.ofNullable(parameters.get("service"))));
      }
      default -> Optional.empty();
    };
  }
}
