package io.bowline.driver.aws;

import io.bowline.model.probe.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DomainType;

/// Calls that EC2 is asked to judge and not to make: the little that can be told of permissions
/// when IAM does not answer.
record DryRuns(Ec2Client ec2) {
  private static final String NAME = "dry runs";
  private static final String NETWORK = "10.255.0.0/28";

  List<Check> all() {
    var missing = new ArrayList<String>();
    var open = new ArrayList<String>();
    calls().forEach((action, call) -> judge(action, call, missing, open));
    if (!missing.isEmpty()) {
      return List.of(
          Check.failed(NAME, "EC2 says no. Replace the user's policy by the permission document.")
              .about(missing));
    }
    return List.of(
        open.isEmpty()
            ? Check.ok(NAME, "EC2 would let these credentials make a network.")
            : Check.inconclusive(NAME, "EC2 does not say what it would allow.").about(open));
  }

  private Map<String, Runnable> calls() {
    var calls = new LinkedHashMap<String, Runnable>();
    calls.put("ec2:CreateVpc", () -> ec2.createVpc(call -> call.dryRun(true).cidrBlock(NETWORK)));
    calls.put(
        "ec2:CreateInternetGateway", () -> ec2.createInternetGateway(call -> call.dryRun(true)));
    calls.put(
        "ec2:AllocateAddress",
        () -> ec2.allocateAddress(call -> call.dryRun(true).domain(DomainType.VPC)));
    return calls;
  }

  private static void judge(String action, Runnable call, List<String> missing, List<String> open) {
    try {
      call.run();
      // nothing that was asked for a dry run should come back without a word
      open.add(action);
    } catch (SdkException e) {
      switch (AwsWords.kind(e)) {
        case WOULD_SUCCEED -> {}
        case DENIED -> missing.add(action);
        case UNKNOWN_KEY, WRONG_SECRET, NOTHING_KNOWN -> open.add(action);
      }
    }
  }
}
