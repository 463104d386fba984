package io.bowline.driver.aws.ground;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.Quota;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.AwsCli;
import io.bowline.testkit.process.Moto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The runner's look asks exactly what the runner's role in every door may ask.
@Tag("real")
@RequiresPart({"moto_server", "aws"})
class RunnersLookTest {
  private static final String REGION = "eu-central-1";
  private static final Map<String, String> ROOT =
      Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", "any");
  private static final Pattern ACTION = Pattern.compile("[a-z0-9]+:[A-Z][A-Za-z]+");

  @TempDir Path folder;

  private static SortedSet<String> granted(String door) throws IOException {
    String text = Files.readString(Path.of("..").resolve(door));
    int from = text.indexOf("LookAround");
    int to = text.indexOf("Resource", from);
    assertThat(from).as(door).isPositive();
    assertThat(text.substring(to, text.indexOf("RequestedRegion", to)))
        .as("for this region alone, in the same statement")
        .doesNotContain("Sid");
    var actions = new TreeSet<String>();
    Matcher action = ACTION.matcher(text.substring(from, to));
    while (action.find()) {
      actions.add(action.group());
    }
    return actions;
  }

  @Test
  void aRunnersRoleMayAskWhatTheLookAsksAndNothingBesides() throws Exception {
    try (var moto = Moto.start(Map.of());
        var front = new MotoFront(moto.address())) {
      new AwsCli(front.address(), folder, ROOT)
          .run(
              "aws ec2 run-instances --region %s --image-id ami-12c6146b --instance-type m5.large --count 1"
                  .formatted(REGION));
      var before = front.asked();
      front.unset(Quota.CPUS.code());
      List<Seen> seen = look(front);
      assertThat(seen).allMatch(one -> one.verdict() == Verdict.OK, "is well");
      assertThat(seen).extracting(Seen::check).contains("machines", "zones", "quota.vcpus");

      var asked = new TreeSet<>(front.asked());
      asked.removeAll(before);
      // who one is may everybody ask
      asked.remove("sts:GetCallerIdentity");
      assertThat(
              granted("installer-templates/src/main/resources/io/bowline/installer/aws/stack.yaml"))
          .isEqualTo(asked);
      assertThat(granted("terraform/aws/runner.tf")).isEqualTo(asked);
    }
  }

  private static List<Seen> look(MotoFront front) throws InterruptedException {
    var wish =
        new Wish(
            "prod",
            Optional.of("123456789012"),
            REGION,
            new Wish.Network.Made(),
            List.of("m6i.large"),
            Optional.empty(),
            true);
    try (var ground =
        new AwsGround(
            new AwsPlace(Optional.of(front.address()), Duration.ofSeconds(60)),
            SignedInAs.found(ROOT, Optional.empty()),
            wish)) {
      return ground.look();
    }
  }
}
