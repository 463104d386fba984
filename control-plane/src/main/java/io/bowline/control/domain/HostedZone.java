package io.bowline.control.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where in AWS a domain's records are made.
///
/// @param account the identifier of a fleet provider, whose credentials may make them
/// @param id of the zone; found by its name when it is empty
public record HostedZone(String account, Optional<String> id) {
  private static final Pattern ID = Pattern.compile("Z[A-Z0-9]{1,31}");

  /// Whether a text has the form of a zone's id.
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
