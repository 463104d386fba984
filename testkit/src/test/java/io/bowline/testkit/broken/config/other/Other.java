package io.bowline.testkit.broken.config.other;

import io.bowline.testkit.broken.config.feature.FeatureConfig;

record Other(FeatureConfig config) {}
