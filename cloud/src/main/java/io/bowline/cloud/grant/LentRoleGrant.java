package io.bowline.cloud.grant;

import io.bowline.cloud.Configuration;
import io.bowline.model.place.Cloud;
import java.util.Map;
import java.util.Optional;

/// A role in an AWS account that somebody lends, in the place of keys: nothing in it opens anything
/// for whoever is not the vendor's runner.
///
/// @param role its ARN
/// @param externalId what whoever takes it has to say
public record LentRoleGrant(String role, String externalId) {
  private static final String ROLE = "aws_lent_role";
  private static final String EXTERNAL_ID = "aws_external_id";

  /// In the form of a provider's configuration.
  public static Configuration of(String role, String externalId) {
    return new Configuration(Cloud.AWS, Map.of(ROLE, role, EXTERNAL_ID, externalId));
  }

  /// Reads that form; empty when keys stand there.
  public static Optional<LentRoleGrant> in(Configuration configuration) {
    return configuration
        .find(ROLE)
        .map(role -> new LentRoleGrant(role, configuration.require(EXTERNAL_ID)));
  }
}
