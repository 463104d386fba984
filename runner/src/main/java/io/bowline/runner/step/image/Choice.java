package io.bowline.runner.step.image;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which parts of an image are copied.
///
/// @param platforms such as `linux/amd64`; none chooses all. An index keeps its bytes and so its
///   digest: what is not chosen is missing behind it.
public record Choice(Set<String> platforms, Foreign foreign) {
  /// What happens to layers whose owner does not let them be distributed, such as those of Windows.
  public enum Foreign {
    /// The image is refused.
    REFUSE,
    /// They are copied like others: the customer may.
    COPY,
    /// They stay where they are: the nodes fetch them from their owner.
    LEAVE
  }

  private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]+/[a-z0-9_]+(/[a-z0-9._]+)?");

  public Choice {
    platforms = Set.copyOf(platforms);
    for (String platform : platforms) {
      if (!PLATFORM.matcher(platform).matches()) {
        throw new IllegalArgumentException(
            "not a platform, which is like linux/amd64 or linux/arm/v7: " + platform);
      }
    }
  }

  /// All that may be copied.
  public static Choice everything() {
    return new Choice(Set.of(), Foreign.REFUSE);
  }

  /// The same of images that are there for some platforms alone.
  ///
  /// @param there none when they are there for all
  /// @throws IllegalArgumentException naming a platform that is chosen and not there
  Choice within(Set<String> there) {
    if (there.isEmpty() || platforms.isEmpty()) {
      return there.isEmpty() ? this : new Choice(there, foreign);
    }
    Choice held = new Choice(there, foreign);
    List<String> missing = platforms.stream().filter(one -> !held.has(one)).sorted().toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "images are there for %s, and bowline.registry.platforms wants %s"
              .formatted(there.stream().sorted().toList(), missing));
    }
    return this;
  }

  /// Whether a platform is chosen; `linux/arm` chooses every variant of it.
  boolean has(String platform) {
    return platforms.isEmpty()
        || platforms.stream()
            .anyMatch(one -> platform.equals(one) || platform.startsWith(one + "/"));
  }
}
