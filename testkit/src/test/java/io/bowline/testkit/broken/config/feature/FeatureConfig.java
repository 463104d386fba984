package io.bowline.testkit.broken.config.feature;

import io.smallrye.config.ConfigMapping;

/// Read by another room.
@ConfigMapping(prefix = "feature")
public interface FeatureConfig {
  String name();
}
