package io.bowline.control.allowance;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What an organization's callers may take from the registry, unless something else was said of it.
@ConfigMapping(prefix = "bowline.artifacts.limit")
@Explained("What an organization's members and runners may take from the artifact registry")
public interface AllowanceSettings {
  @Explained(
      "Requests a second of one organization that a process answers; 0 for no limit. Beyond it they"
          + " get 429.")
  @WithDefault("200")
  int requestsPerSecond();

  @Explained(
      "Blobs that one organization pulls from a process at once; 0 for no limit. Beyond it requests"
          + " for blobs get 429.")
  @WithDefault("64")
  int transfers();

  @Explained(
      "Bytes of blobs that one organization pulls a day (UTC), from all processes; 0 for no limit."
          + " Beyond it requests for blobs get 403.")
  @WithDefault("2199023255552")
  long bytesPerDay();
}
