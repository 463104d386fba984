package io.bowline.release.chart;

import java.util.List;

/// What rewriting a manifest's images gave.
public sealed interface Rewriting {
  /// Every image comes from the customer's registry.
  ///
  /// @param used names of the mirrored images that the manifest mentions
  record Rewritten(String manifest, List<String> used) implements Rewriting {
    public Rewritten {
      used = List.copyOf(used);
    }
  }

  /// Pods would pull from elsewhere.
  record Unmirrored(List<Mention> mentions) implements Rewriting {
    public Unmirrored {
      mentions = List.copyOf(mentions);
    }

    /// For an error message.
    public String sentence() {
      Mention first = mentions.getFirst();
      return "%s uses image '%s', which is not in the release's images%s"
          .formatted(
              first.object(),
              first.image(),
              mentions.size() == 1 ? "" : " (and " + (mentions.size() - 1) + " more)");
    }
  }

  /// An image in a pod spec.
  ///
  /// @param object kind and name
  /// @param line in the manifest, from 1
  record Mention(String object, String image, int line) {}
}
