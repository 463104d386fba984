package io.bowline.driver.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.DriverContract;
import io.bowline.driver.FakeCloud;
import io.bowline.driver.FakeServer;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The driver of AWS before a fake that checks signatures.
class AwsDriverTest extends DriverContract {
  private FakeAws aws;

  @Override
  protected FakeCloud open() {
    aws = new FakeAws();
    return aws;
  }

  @Test
  void everyActionOfTheDocumentIsAskedAboutAndNoOther() {
    probe();
    var asked = new HashSet<String>();
    aws.asked()
        .forEach(heard ->
            heard
                .form()
                .forEach((name, value) -> {
                  if (name.startsWith("ActionNames.member.")) {
                    asked.add(value);
                  }
                }));
    assertThat(asked).isEqualTo(Set.copyOf(Permissions.of(Cloud.AWS).actions()));
  }

  @Test
  void whatIsLimitedIsAskedAboutWithinItsLimits() {
    probe();
    assertThat(aws.asked().stream().map(FakeServer.Heard::form).toList())
        .filteredOn(form -> form.containsValue("iam:PassRole"))
        .singleElement()
        .satisfies(form ->
            assertThat(form)
                .containsEntry(
                    "ResourceArns.member.1", "arn:aws:iam::123456789012:role/bowline-check")
                .containsEntry("ContextEntries.member.1.ContextKeyName", "iam:PassedToService")
                .containsValue("eks.amazonaws.com"));
    assertThat(aws.asked().stream().map(FakeServer.Heard::form).toList())
        .allSatisfy(form -> assertThat(form.values()).noneMatch(v -> v.contains("::*:")));
  }

  @Test
  void oneRegionWithRoomForAFleetIsEnough() {
    assertThat(room().detail()).startsWith("2 of 2 regions have room for the smallest fleet");
    aws.fill(Set.of("eu-central-1"));
    assertThat(room().result()).isEqualTo(Result.OK);
    assertThat(room().detail()).startsWith("1 of 2 regions");
    aws.fill(Set.of("eu-central-1", "eu-west-3"));
    assertThat(room().result()).isEqualTo(Result.FAILED);
    assertThat(room().detail())
        .contains("No region has room", "vcpus", "eks-clusters", "Ask AWS for more");
  }

  @Test
  void quotasThatMayNotBeReadAreNeverTakenForRoom() {
    aws.forbid(Set.of("servicequotas:GetServiceQuota"));
    assertThat(room().result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(room().actions()).containsExactly("servicequotas:GetServiceQuota");
  }

  private Check room() {
    return probe().permissions().stream()
        .filter(check -> check.name().equals("quotas of regions"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theRootUsersKeyIsRefused() {
    aws.is("arn:aws:iam::123456789012:root");
    Findings findings = probe();
    assertThat(findings.credentials().getFirst().result()).isEqualTo(Result.FAILED);
    assertThat(findings.credentials().getFirst().detail()).contains("root user");
  }

  @Test
  void aKeyOfSomethingThatIsNoUserIsRefused() {
    aws.is("arn:aws:sts::123456789012:assumed-role/r/s");
    assertThat(Result.worst(probe().credentials())).isEqualTo(Result.FAILED);
  }

  @Test
  void whoMayNotAskIamIsToldSoAndOnlyDryRunsCountThen() {
    aws.refuseSimulation();
    Findings findings = probe();
    assertThat(findings.result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(findings.permissions())
        .filteredOn(check -> check.result() == Result.INCONCLUSIVE)
        .hasSize(Permissions.of(Cloud.AWS).grants().size())
        .allSatisfy(check -> assertThat(check.detail()).contains("iam:SimulatePrincipalPolicy"));
    assertThat(findings.permissions())
        .filteredOn(check -> check.name().equals("dry runs"))
        .extracting(Check::result)
        .containsExactly(Result.OK);

    aws.forbid(Set.of("ec2:CreateVpc"));
    Findings denied = probe();
    assertThat(denied.result()).isEqualTo(Result.FAILED);
    assertThat(denied.permissions().getLast().actions()).containsExactly("ec2:CreateVpc");
  }

  @Test
  void aNoThatMayComeFromAnOrganizationThatCannotBeReadIsNoCertainNo() {
    aws.forbid(Set.of("eks:CreateCluster"));
    for (String extra :
        List.of(
            "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>",
            "<MissingContextValues><member>aws:RequestTag/x</member></MissingContextValues>")) {
      aws.explain(extra);
      Findings findings = probe();
      assertThat(findings.result()).as(extra).isEqualTo(Result.INCONCLUSIVE);
    }
    aws.explain(
        "<OrganizationsDecisionDetail><AllowedByOrganizations>true</AllowedByOrganizations></OrganizationsDecisionDetail>");
    assertThat(probe().result()).isEqualTo(Result.FAILED);
  }

  @Test
  void withoutTheBoundaryOrWithAnotherNoRoleCouldBeMadeAndThatIsSaid() {
    assertThat(boundary().result()).isEqualTo(Result.OK);
    aws.bounds("");
    assertThat(boundary().result()).isEqualTo(Result.FAILED);
    assertThat(boundary().detail()).contains("Create it from the boundary document");
    aws.bounds("{\"Version\":\"2012-10-17\",\"Statement\":[]}");
    assertThat(boundary().result()).isEqualTo(Result.FAILED);
    assertThat(boundary().detail()).contains("new version");
    aws.bounds("no JSON");
    assertThat(boundary().result()).isEqualTo(Result.FAILED);
    aws.forbid(Set.of("iam:GetPolicy"));
    assertThat(boundary().result()).isEqualTo(Result.INCONCLUSIVE);
  }

  private Check boundary() {
    return probe().permissions().stream()
        .filter(check -> check.name().equals("boundary"))
        .findFirst()
        .orElseThrow();
  }
}
