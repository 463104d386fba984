package io.bowline.driver.azure;

import io.bowline.cloud.Configuration;

/// An application's registration, its secret, and what it is asked about.
record Application(String client, String secret, String tenant, String subscription) {
  static Application of(Configuration configuration) {
    return new Application(
        configuration.require("client_id"),
        configuration.require("client_secret"),
        configuration.require("tenant_id"),
        configuration.require("subscription_id"));
  }

  @Override
  public String toString() {
    return "Application[%s]".formatted(client);
  }
}
