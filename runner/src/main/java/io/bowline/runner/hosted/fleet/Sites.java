package io.bowline.runner.hosted.fleet;

import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.azure.AzurePlace;
import io.bowline.driver.gcp.GcpPlace;
import io.bowline.driver.oracle.OraclePlace;
import io.bowline.runner.hosted.HostedSettings;
import java.util.random.RandomGenerator;

/// Where the clouds are, and who is signed in there for one job.
///
/// @param random for what is secret of one job
public record Sites(
    AwsPlace aws, GcpPlace gcp, AzurePlace azure, OraclePlace oracle, RandomGenerator random) {
  static Sites at(HostedSettings settings, RandomGenerator random) {
    return new Sites(
        new AwsPlace(settings.awsEndpoint(), settings.checkLimit()),
        new GcpPlace(settings.gcpEndpoint(), settings.checkLimit()),
        new AzurePlace(settings.azureEndpoint(), settings.checkLimit()),
        new OraclePlace(settings.ociEndpoint(), settings.checkLimit()),
        random);
  }

  /// Signs in with what a job was handed. A cloud that does not let it in says so by a
  /// `CloudRefusal`.
  Site open(ProvisionGrant grant) throws InterruptedException {
    return switch (grant.provider().cloud()) {
      case AWS -> AwsSite.open(aws, grant);
      case GCP -> GcpSite.open(gcp, grant);
      case AZURE -> AzureSite.open(azure, grant, random);
      case ORACLE -> OracleSite.open(oracle, grant, random);
    };
  }
}
