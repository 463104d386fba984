package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.grant.LentRoleGrant;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.aws.AwsHome;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.LentRole;
import io.bowline.driver.aws.StateBucket;
import io.bowline.driver.state.StateStore;
import io.bowline.model.probe.Check;
import io.bowline.runner.step.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// An account of AWS.
record AwsSite(ProvisionGrant grant, AwsHome home, AwsHome.Owner owner, AwsPlace place)
    implements Site {
  static AwsSite open(AwsPlace place, ProvisionGrant wished) {
    ProvisionGrant grant = taken(place, wished);
    var home = new AwsHome(place, grant.provider(), grant.region());
    try {
      return new AwsSite(grant, home, home.owner(), place);
    } catch (RuntimeException e) {
      home.close();
      throw e;
    }
  }

  /// With keys of a session, where a role is lent.
  private static ProvisionGrant taken(AwsPlace place, ProvisionGrant wished) {
    return LentRoleGrant.in(wished.provider())
        .map(lent ->
            new ProvisionGrant(
                wished.fleet(),
                new LentRole(place).taken(lent, wished.region(), wished.fleet().toString()),
                wished.region(),
                wished.bucket(),
                wished.variables()))
        .orElse(wished);
  }

  @Override
  public String account() {
    return owner.account();
  }

  @Override
  public StateStore store() {
    return home.bucket(grant.bucket(), owner);
  }

  @Override
  public List<Check> quotas() {
    return home.quotas();
  }

  @Override
  public CloudModule module() {
    return CloudModule.of("aws");
  }

  @Override
  public Lookup lookup() {
    return new AwsLookup("bowline-" + grant.variables().path("name").asText());
  }

  @Override
  public List<String> leftBehind() {
    return List.of(
        "the KMS key of the fleet, which AWS deletes 30 days after it was asked to",
        "repositories that the fleet's runner made in ECR, with their images (bowline-%s/...)"
            .formatted(grant.variables().path("name").asText()));
  }

  @Override
  public Terms terms() {
    var environment = new TreeMap<>(Map.of("AWS_EC2_METADATA_DISABLED", "true"));
    environment.put("AWS_ACCESS_KEY_ID", grant.provider().require("aws_access_key"));
    environment.put("AWS_SECRET_ACCESS_KEY", secret());
    session().ifPresent(token -> environment.put("AWS_SESSION_TOKEN", token));
    environment.put("AWS_REGION", grant.region());
    place.endpoint().ifPresent(at -> environment.put("AWS_ENDPOINT_URL", at.toString()));
    var secrets = new HashSet<>(Set.of(secret()));
    session().ifPresent(secrets::add);
    return new Terms(variables(), Map.of(Terms.BACKEND, backend()), environment, secrets);
  }

  private JsonNode variables() {
    ObjectNode all = grant.variables().deepCopy();
    all.put("account_id", owner.account()).put("install_id", grant.fleet().toString());
    if (session().isEmpty()) {
      all.put("installer_access", owner.arn()).put("delete_images", true);
    }
    all.put(
        "permissions_boundary_arn",
        "arn:%s:iam::%s:policy/%s"
            .formatted(owner.partition(), owner.account(), Permissions.BOUNDARY));
    return all;
  }

  private JsonNode backend() {
    ObjectNode tree = Json.object();
    ObjectNode s3 = tree.putObject("terraform").putObject("backend").putObject("s3");
    s3.put("bucket", grant.bucket()).put("key", StateBucket.STATE).put("region", grant.region());
    s3.put("encrypt", true).put("use_lockfile", true);
    place.endpoint().ifPresent(_ -> s3.put("use_path_style", true));
    return tree;
  }

  private Optional<String> session() {
    return grant.provider().find(LentRole.TOKEN);
  }

  private String secret() {
    return grant.provider().require("aws_access_secret");
  }

  @Override
  public void close() {
    home.close();
  }

  /// Nothing of the credentials.
  @Override
  public String toString() {
    return "AwsSite[" + owner.account() + ", " + grant.region() + "]";
  }
}
