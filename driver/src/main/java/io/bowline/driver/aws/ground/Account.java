package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.AwsWords;
import io.bowline.model.preflight.Seen;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// Whose account this is, and whether it is the install's alone.
final class Account {
  private static final String WHO = "account";
  private static final String EMPTY = "account.empty";

  private final Lines lines;
  private final Wish wish;
  private String arn = "";
  private String number = "";

  Account(Lines lines, Wish wish) {
    this.lines = lines;
    this.wish = wish;
  }

  /// Of whoever asks; empty before it was looked at.
  String arn() {
    return arn;
  }

  String number() {
    return number;
  }

  Seen look() {
    try {
      GetCallerIdentityResponse who = lines.sts().getCallerIdentity();
      arn = String.valueOf(who.arn());
      number = String.valueOf(who.account());
      return judged();
    } catch (SdkClientException e) {
      return Seen.unknown(
          WHO,
          "nobody is signed in here, or AWS cannot be reached",
          "Nothing of the account was looked at.",
          "Sign in as AWS's own command line does (aws configure, aws sso login, AWS_PROFILE), and let this machine reach AWS.");
    } catch (SdkException e) {
      return switch (AwsWords.kind(e)) {
        case UNKNOWN_KEY, WRONG_SECRET ->
            Seen.fail(
                WHO,
                "AWS does not take these credentials",
                "Nothing of the account was looked at.",
                "Sign in anew.");
        case DENIED, WOULD_SUCCEED, NOTHING_KNOWN ->
            Seen.unknown(WHO, "AWS did not tell", "Nothing was looked at.", AwsWords.unknown(e));
      };
    }
  }

  private Seen judged() {
    if (wish.account().filter(meant -> !meant.equals(number)).isPresent()) {
      return Seen.fail(
          WHO,
          "these are credentials of account %s, and the install is bound to %s"
              .formatted(number, wish.account().orElseThrow()),
          "Its runner would be turned away, and its token void.",
          "Sign in to account %s, or create the install for %s."
              .formatted(wish.account().orElseThrow(), number));
    }
    return Seen.ok(WHO, "account " + number);
  }

  /// An account of its own makes what it costs and whether it is gone easy to see.
  Seen empty() {
    return new Look(EMPTY, "ec2:DescribeVpcs, ec2:DescribeInstances, eks:ListClusters")
        .one(() -> {
          var there = new ArrayList<String>();
          lines.ec2().describeVpcsPaginator().vpcs().stream()
              .filter(vpc -> !Boolean.TRUE.equals(vpc.isDefault()))
              .map(Vpc::vpcId)
              .filter(id -> !yours(id))
              .limit(3)
              .forEach(there::add);
          lines.eks().listClustersPaginator().clusters().stream()
              .filter(name -> !name.equals(wish.prefix()))
              .limit(3)
              .forEach(name -> there.add("cluster " + name));
          return empty(there);
        });
  }

  private boolean yours(String vpc) {
    return wish.network() instanceof Wish.Network.Yours network && network.vpc().equals(vpc);
  }

  private Seen empty(List<String> there) {
    if (there.isEmpty()) {
      return Seen.ok(EMPTY, "nothing else is in %s of this account".formatted(wish.region()));
    }
    return Seen.warn(
            EMPTY,
            "other things are in %s of this account: %s"
                .formatted(wish.region(), String.join(", ", there)),
            "An install works beside them. Its bill, its quotas and whether it is gone are told less easily.",
            "Better give it an account of its own, and sign in to that one.")
        .by(
            "aws organizations create-account --account-name %s --email YOU+%s@EXAMPLE.COM"
                .formatted(wish.prefix(), wish.prefix()));
  }
}
