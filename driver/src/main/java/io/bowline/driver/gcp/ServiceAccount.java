package io.bowline.driver.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.form.PrivateKeys;
import java.security.PrivateKey;
import java.util.Optional;

/// Who a key file is of.
record ServiceAccount(String email, String project, String keyId, PrivateKey key) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Reads the parts that were kept when the configuration was checked.
  static ServiceAccount of(Configuration configuration) {
    try {
      JsonNode file = JSON.readTree(configuration.require("service_account_json"));
      return new ServiceAccount(
          file.path("client_email").asText(),
          file.path("project_id").asText(),
          file.path("private_key_id").asText(),
          PrivateKeys.open(file.path("private_key").asText(), Optional.empty()));
    } catch (JsonProcessingException e) {
      // its own words would quote the file
      throw new IllegalStateException("a service account's key that was not checked");
    }
  }

  @Override
  public String toString() {
    return "ServiceAccount[%s]".formatted(email);
  }
}
