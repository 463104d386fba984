package io.bowline.control.quota;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How much a namespace may hold, unless something else was said of its organization.
@ConfigMapping(prefix = "bowline.artifacts.quota")
@Explained(
    "How much a namespace of the artifact registry may hold: the repositories whose names begin with"
        + " the same word")
public interface QuotaSettings {
  @Explained(
      "Bytes that the repositories of a namespace hold together, the same content once, uploads under"
          + " way included; 0 for no limit. Beyond it pushes get 403.")
  @WithDefault("1099511627776")
  long bytesStored();

  @Explained("Repositories in a namespace; 0 for no limit. Beyond it pushes to new ones get 403.")
  @WithDefault("10000")
  int repositories();
}
