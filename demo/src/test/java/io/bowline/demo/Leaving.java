package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;

/// The customer's last words, when the base layer is gone: a look at the account, told to the
/// control plane, and the certificate.
///
/// @param customer who is signed in to the account
record Leaving(DataPlane plane, Operator customer, Path folder) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Looks, tells what was found, and closes what a look alone does not.
  ///
  /// @return what the look found
  JsonNode look() throws IOException, InterruptedException {
    String look = folder.resolve("look.json").toString();
    JsonNode seen =
        customer.told("install", "inventory", plane.name(), "--cloud", "aws", "--out", look);
    JsonNode _ = customer.ask("install", "inventory", plane.name(), "--tell", look);
    if (!plane.status().equals("deprovisioned")) {
      customer.run("install", "close", plane.name(), "--confirm", plane.name());
    }
    plane.until("deprovisioned");
    return seen;
  }

  /// What is signed at the end: the payload, without its signature.
  JsonNode certificate() throws IOException {
    JsonNode shown = customer.ask("install", "certificate", plane.name());
    String payload = JSON.readTree(shown.path("envelope").asText()).path("payload").asText();
    return JSON.readTree(Base64.getDecoder().decode(payload));
  }
}
