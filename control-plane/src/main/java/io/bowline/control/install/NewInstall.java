package io.bowline.control.install;

import java.util.Map;

/// What a person says when they create an install.
public record NewInstall(
    String name,
    String product,
    String cloud,
    String account,
    String region,
    Map<String, String> inputs) {
  public NewInstall {
    inputs = Map.copyOf(inputs);
  }
}
