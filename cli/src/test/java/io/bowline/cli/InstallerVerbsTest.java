package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bowline install link`, and what `install create` says of the ways in.
class InstallerVerbsTest {
  private static final String DOORS =
      """
      {"cloud":"aws","version":2,"externalId":"5d0c7b4e-0000-3000-8000-0123456789ab","items":[
        {"door":"cloudformation","title":"One click","link":"https://console/stack"},
        {"door":"guide","title":"By hand"},
        {"door":"installer-role","title":"The role","link":"https://console/role",
         "until":"2026-12-01T00:00:00Z"}]}\
      """;

  @TempDir private Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void theLinkIsThatOfTheStackAndWithRoleThatOfTheRole() {
    api.otherwise(DOORS);
    assertThat(operator.run("install", "link", "prod").out()).isEqualTo("https://console/stack\n");
    Run role = operator.run("install", "link", "prod", "--role", "--until", "2026-12-01");
    assertThat(role.code()).as(role.err()).isZero();
    assertThat(role.out())
        .contains("https://console/role")
        .contains("EXTERNAL ID: 5d0c7b4e-0000-3000-8000-0123456789ab")
        .contains("ENDS: 2026-12-01T00:00:00Z");
    assertThat(api.asked().getLast().request()).contains("set=until%3D2026-12-01T00%3A00%3A00Z");
  }

  @Test
  void anEndWithoutTheRoleIsRefused() {
    Run run = operator.run("install", "link", "prod", "--until", "2026-12-01");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--role");
  }

  @Test
  void whatIsChosenIsAskedFor() {
    api.otherwise(DOORS);
    operator.run("install", "link", "prod", "--set", "tunnel_cidr=100.64.0.0/24");
    assertThat(api.asked().getLast().request()).contains("set=tunnel_cidr%3D100.64.0.0%2F24");
  }

  @Test
  void whatAVersionAsksForBesidesIsSaidWithItsReason() {
    api.answer("GET organizations/acme/installs/prod", "{\"cloud\":\"aws\"}");
    api.answer(
        "GET installer-templates/aws/rights?since=1",
        """
        {"cloud":"aws","from":1,"to":2,"more":[
          {"who":"runner","action":"ec2:DescribeRegions","on":"*","reason":"Look around"},
          {"who":"runner","action":"ec2:DescribeInstances","on":"*","reason":"Look around"}],
         "less":[]}
        """);
    Run run = operator.run("install", "policy", "prod", "--since", "1");
    assertThat(run.out())
        .isEqualTo(
            """
            Version 2 asks for 2 rights more and no rights less than version 1.
            MORE for runner, because: Look around; on *
              ec2:DescribeRegions, ec2:DescribeInstances
            """);
  }

  @Test
  void aDocumentWantsAnEnd() {
    api.otherwise("{\"cloud\":\"aws\",\"name\":\"prod\",\"account\":\"123456789012\"}");
    Run run = operator.run("install", "policy", "prod");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--until");
  }

  @Test
  void whoMakesAnInstallIsToldBothLinks() {
    api.otherwise(DOORS);
    api.answer(
        "POST organizations/acme/installs",
        "{\"id\":\"1\",\"name\":\"prod\",\"cloud\":\"aws\",\"status\":\"draft\"}");
    Run run =
        operator.run("install", "create", "prod", "--product", "acme/streaming", "--cloud", "aws");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("https://console/stack", "https://console/role")
        .contains("it ends 2026-12-01T00:00:00Z")
        .contains("EXTERNAL ID: 5d0c7b4e-0000-3000-8000-0123456789ab, no secret");
  }

  @Test
  void anInstallIsMadeWhereTheControlPlaneKnowsNoWaysIn() {
    api.answer("POST organizations/acme/installs", "{\"id\":\"1\",\"cloud\":\"aws\"}");
    assertThat(
            operator
                .run("install", "create", "prod", "--product", "acme/streaming", "--cloud", "aws")
                .code())
        .isZero();
  }
}
