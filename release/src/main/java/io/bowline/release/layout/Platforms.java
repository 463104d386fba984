package io.bowline.release.layout;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// For which platforms a layout has the parts of its images. Their indexes keep their bytes and so
/// their digests: what is not chosen is missing behind them.
///
/// @param names such as `linux/amd64`, in order; none stands for all
public record Platforms(List<String> names) {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]{1,20}/[a-z0-9_]{1,20}(/[a-z0-9._]{1,20})?");
  private static final int MOST = 32;

  public Platforms {
    names = names.stream().distinct().sorted().toList();
    if (names.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " platforms");
    }
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "'" + name + "' is no platform, which is like linux/amd64 or linux/arm/v7");
      }
    }
  }

  /// Every platform that there is.
  public static Platforms all() {
    return new Platforms(List.of());
  }

  /// Whether nothing is left out.
  public boolean areAll() {
    return names.isEmpty();
  }

  /// Whether a platform is chosen; `linux/arm` chooses every variant of it.
  boolean have(String platform) {
    return areAll() || names.stream().anyMatch(name -> covers(name, platform));
  }

  /// Those that none of these platforms is one of.
  List<String> missingIn(Collection<String> there) {
    return names.stream()
        .filter(name -> there.stream().noneMatch(one -> covers(name, one)))
        .toList();
  }

  private static boolean covers(String name, String platform) {
    return platform.equals(name) || platform.startsWith(name + "/");
  }

  @Override
  public String toString() {
    return String.join(", ", names);
  }
}
