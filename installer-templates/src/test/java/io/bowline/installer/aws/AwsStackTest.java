package io.bowline.installer.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Door;
import io.bowline.installer.Given;
import io.bowline.installer.Output;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameters;
import io.bowline.installer.Templated;
import io.bowline.installer.render.Templates;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AwsStackTest {
  private final Templated stack =
      Templated.of(Templates.render(Door.AWS_STACK, Given.VENDOR, Optional.empty()));

  @Test
  void everyParameterOfTheModelIsAskedForAndUsed() {
    JsonNode asked = stack.at("Parameters");
    Set<String> model =
        Parameters.of(Door.AWS_STACK).stream()
            .map(Parameter::camel)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(asked.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(model);
    assertThat(model)
        .allSatisfy(name ->
            assertThat(stack.references())
                .as(name)
                .anyMatch(used -> used.equals(name) || used.contains("${" + name + "}")));
  }

  @Test
  void aValueThatStandsThereAlreadyIsOneThatMayBeGiven() {
    Templated filled =
        Templated.of(Templates.render(Door.AWS_STACK, Given.VENDOR, Optional.of(Given.SITE)));
    filled
        .at("Parameters")
        .properties()
        .forEach(each -> {
          JsonNode parameter = each.getValue();
          if (parameter.has("Default")) {
            assertThat(parameter.path("Default").asText())
                .as(each.getKey())
                .matches(parameter.path("AllowedPattern").asText());
          }
        });
    assertThat(filled.at("Parameters").path("InstallId").path("Default").asText())
        .isEqualTo(Given.SITE.installId());
  }

  @Test
  @Tag("C19.link-prefilled")
  void aLinkOpensTheFormForTheInstallAndHoldsNoSecret() {
    assertThat(Templates.link(Door.AWS_STACK, Given.VENDOR, Given.SITE, Choices.NONE))
        .hasValueSatisfying(link ->
            assertThat(link)
                .startsWith(
                    "https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/create/review?templateURL=https%3A%2F%2Facme-templates.s3")
                .contains("&stackName=bowline-acme-prod")
                .contains("&param_InstallId=" + Given.SITE.installId())
                .contains("&param_AccountId=123456789012")
                .doesNotContain("EnrollmentToken"));
  }

  @Test
  void theTokenIsSeenNowhereAndGoesToTheFunctionsAlone() {
    JsonNode token = stack.at("Parameters").path("EnrollmentToken");
    assertThat(token.path("NoEcho").asBoolean()).isTrue();
    assertThat(
            stack.resources().entrySet().stream()
                .filter(each -> each.getValue().toString().contains("\"Ref\":\"EnrollmentToken\""))
                .map(each -> each.getKey()))
        .containsExactlyInAnyOrder("Look", "Runner");
    assertThat(stack.at("Outputs").toString()).doesNotContain("EnrollmentToken");
  }

  @Test
  @Tag("C22.phones-home")
  void itTellsEverythingThatItMakesAndEveryParameterButTheToken() {
    String told = stack.resources().get("Runner").path("Properties").path("Made").toString();
    Set<String> parts =
        Set.of(
            "AWS::CloudFormation::WaitConditionHandle",
            "AWS::EC2::Route",
            "AWS::EC2::SecurityGroupEgress",
            "AWS::EC2::SecurityGroupIngress",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::EC2::VPCGatewayAttachment",
            "Custom::BowlineLook",
            "Custom::BowlineRunner");
    assertThat(stack.resources())
        .allSatisfy((name, resource) ->
            assertThat(told.contains("{\"Ref\":\"" + name + "\"}"))
                .as(name)
                .isNotEqualTo(parts.contains(resource.path("Type").asText())));
    JsonNode given = stack.resources().get("Look").path("Properties").path("Parameters");
    assertThat(given.fieldNames())
        .toIterable()
        .contains("VpcPrefix", "ClusterAccessCidrs", "AccountId")
        .doesNotContain("EnrollmentToken");
  }

  @Test
  void whoMakesTheClusterGetsNoRightsInIt() {
    assertThat(stack.ofType("AWS::EKS::Cluster"))
        .singleElement()
        .satisfies(cluster -> {
          JsonNode access = cluster.path("Properties").path("AccessConfig");
          assertThat(access.path("AuthenticationMode").asText()).isEqualTo("API");
          assertThat(access.path("BootstrapClusterCreatorAdminPermissions").asBoolean(true))
              .isFalse();
        });
    assertThat(stack.ofType("AWS::EKS::AccessEntry"))
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.path("Properties").path("PrincipalArn").toString())
                .contains("StarterRole"));
  }

  @Test
  void everyRoleHasTheBoundaryAndIsTakenByOneServiceOnly() {
    assertThat(stack.ofType("AWS::IAM::Role"))
        .hasSize(6)
        .allSatisfy(role -> {
          assertThat(role.path("Properties").path("PermissionsBoundary").toString())
              .contains("PermissionsBoundaryArn");
          assertThat(role.findValues("Principal"))
              .singleElement()
              .satisfies(
                  who -> assertThat(who.path("Service").asText()).endsWith(".amazonaws.com"));
        });
  }

  @Test
  void everythingThatCanCarryTagsCarriesTheInstalls() {
    Set<String> without =
        Set.of(
            "AWS::CloudFormation::WaitConditionHandle",
            "AWS::EC2::Route",
            "AWS::EC2::SecurityGroupEgress",
            "AWS::EC2::SecurityGroupIngress",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::EC2::VPCGatewayAttachment",
            "AWS::KMS::Alias",
            "Custom::BowlineLook",
            "Custom::BowlineRunner");
    assertThat(stack.resources())
        .allSatisfy((name, resource) ->
            assertThat(resource.toString().contains("bowline:install"))
                .as(name)
                .isNotEqualTo(without.contains(resource.path("Type").asText())));
  }

  @Test
  void itTellsWhatTheModelPromises() {
    assertThat(stack.at("Outputs").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(Arrays.stream(Output.values()).map(Output::camel).toList());
  }
}
