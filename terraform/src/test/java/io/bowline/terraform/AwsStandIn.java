package io.bowline.terraform;

import io.bowline.testkit.terraform.StandIn;

/// What stands in for the provider of AWS, for tests in other packages.
public final class AwsStandIn {
  public static final StandIn PROVIDER = AwsModuleTest.MODULE.provider();

  private AwsStandIn() {}
}
