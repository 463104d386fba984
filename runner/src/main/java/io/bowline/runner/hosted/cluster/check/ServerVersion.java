package io.bowline.runner.hosted.cluster.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of Kubernetes; clouds put their own signs behind it, as in `27+`.
record ServerVersion(int major, int minor) implements Comparable<ServerVersion> {
  /// From here on volumes of a StatefulSet go with it, which removal counts on.
  static final ServerVersion OLDEST = new ServerVersion(1, 27);

  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,4})[^0-9]?.{0,20}");

  /// What `/version` says; empty where it is something else.
  static Optional<ServerVersion> of(JsonNode said) {
    Matcher major = NUMBER.matcher(said.path("major").asText());
    Matcher minor = NUMBER.matcher(said.path("minor").asText());
    return major.matches() && minor.matches()
        ? Optional.of(
            new ServerVersion(Integer.parseInt(major.group(1)), Integer.parseInt(minor.group(1))))
        : Optional.empty();
  }

  @Override
  public int compareTo(ServerVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
