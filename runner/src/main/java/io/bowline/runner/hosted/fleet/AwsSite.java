package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.aws.AwsHome;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.terraform.TerraformTool;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How Terraform is to work in one account of AWS: what only the account itself tells, where the
/// record of it is kept, and with whose credentials.
record AwsSite(ProvisionGrant grant, AwsHome.Owner owner, AwsPlace place) {
  /// The variables of the module.
  JsonNode variables() {
    ObjectNode all = grant.variables().deepCopy();
    all.put("account_id", owner.account()).put("install_id", grant.fleet().toString());
    all.put("installer_access", owner.arn()).put("delete_images", true);
    all.put(
        "permissions_boundary_arn",
        "arn:%s:iam::%s:policy/%s"
            .formatted(owner.partition(), owner.account(), Permissions.BOUNDARY));
    return all;
  }

  /// What the names of all that is made begin with.
  String prefix() {
    return "bowline-" + grant.variables().path("name").asText();
  }

  /// The file that sends state to the customer's bucket, whatever the module itself says.
  JsonNode backend() {
    ObjectNode tree = Json.object();
    ObjectNode s3 = tree.putObject("terraform").putObject("backend").putObject("s3");
    s3.put("bucket", grant.bucket()).put("key", StateLock.STATE).put("region", grant.region());
    s3.put("encrypt", true).put("use_lockfile", true);
    place.endpoint().ifPresent(_ -> s3.put("use_path_style", true));
    return tree;
  }

  /// The same program with the credentials in its environment, where no file and no list of
  /// processes has them.
  TerraformTool tool(TerraformTool bare) {
    var environment = new TreeMap<>(Map.of("AWS_EC2_METADATA_DISABLED", "true"));
    environment.put("AWS_ACCESS_KEY_ID", grant.provider().require("aws_access_key"));
    environment.put("AWS_SECRET_ACCESS_KEY", secret());
    environment.put("AWS_REGION", grant.region());
    place.endpoint().ifPresent(at -> environment.put("AWS_ENDPOINT_URL", at.toString()));
    return new TerraformTool(bare.program(), bare.mirror(), environment);
  }

  /// What may stand in nothing that is said.
  Set<String> secrets() {
    return Set.of(secret());
  }

  private String secret() {
    return grant.provider().require("aws_access_secret");
  }

  /// Nothing of the credentials.
  @Override
  public String toString() {
    return "AwsSite[" + owner.account() + ", " + grant.region() + "]";
  }
}
