package io.bowline.installer.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Door;
import io.bowline.installer.Given;
import io.bowline.installer.Templated;
import io.bowline.installer.render.Templates;
import io.bowline.testkit.RequiresPart;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The functions of the template, run by a real Python with AWS's own library as they stand in it.
@Tag("real")
@RequiresPart("moto_server")
class StarterTest {
  private static final String TOKEN = "bowline-enroll-Zm9yIG9uZSBydW5uZXI";
  private static final String PREFIX_LIST =
      "<DescribeManagedPrefixListsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><prefixListSet><item>"
          + "<prefixListId>pl-6ea54007</prefixListId></item></prefixListSet></DescribeManagedPrefixListsResponse>";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, JsonNode> stack =
      Templated.of(Templates.render(Door.AWS_STACK, Given.VENDOR, Optional.empty())).resources();

  @TempDir Path scratch;
  private StarterWorld world;

  @BeforeEach
  void open() throws Exception {
    world = new StarterWorld(scratch);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theRunnerIsPutIntoTheClusterAndTheWayInIsGivenBack() throws Exception {
    world.strangers.set(1);
    JsonNode answer = world.run(code("StarterFunction"), created(TOKEN));
    assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("SUCCESS");
    assertThat(world.order)
        .hasSizeGreaterThan(8)
        .startsWith("/api/v1/namespaces/bowline")
        .contains(
            "/apis/networking.k8s.io/v1/namespaces/bowline/networkpolicies/bowline-runner",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles/bowline-runner.bowline")
        .endsWith("/apis/apps/v1/namespaces/bowline/statefulsets/bowline-runner");
    assertThat(world.asked)
        .containsExactly(
            "DELETE /clusters/bowline-prod/access-entries/arn:aws:iam::123456789012:role/bowline-prod-starter");
  }

  @Test
  void theTokenIsInOneSecretAndNowhereElse() throws Exception {
    JsonNode answer = world.run(code("StarterFunction"), created(TOKEN));
    String secret = "/api/v1/namespaces/bowline/secrets/bowline-runner-enrollment";
    JsonNode handed =
        JSON.readTree(
            Base64.getDecoder()
                .decode(world.written.get(secret).at("/data/bootstrap.json").asText()));
    assertThat(handed.path("token").asText()).isEqualTo(TOKEN);
    assertThat(handed.path("cloud").asText()).isEqualTo("aws");
    assertThat(handed.path("cloudAccount").asText()).isEqualTo("123456789012");
    assertThat(handed.path("region").asText()).isEqualTo("eu-central-1");
    assertThat(handed.at("/addresses/link/port").asInt()).isEqualTo(9701);
    assertThat(
            world
                .written
                .get("/api/v1/namespaces/bowline/configmaps/bowline-runner")
                .at("/data/runner.properties")
                .asText())
        .contains("bowline.install.namespace=bowline\n", "\nbowline.registry.url=https://")
        .contains("\nbowline.registry.kind=ecr\n");
    world.written.remove(secret);
    assertThat(world.written.toString()).doesNotContain(TOKEN);
    assertThat(answer.toString())
        .doesNotContain(TOKEN)
        .doesNotContain(Base64.getEncoder().encodeToString(TOKEN.getBytes(UTF_8)));
  }

  @Test
  void withoutATokenItSaysWhatToDoAndTouchesNothing() throws Exception {
    JsonNode answer = world.run(code("StarterFunction"), created(""));
    assertThat(answer.path("Status").asText()).isEqualTo("FAILED");
    assertThat(answer.path("Reason").asText()).contains("bowline install token");
    assertThat(world.order).isEmpty();
  }

  @Test
  void anotherTemplateLeavesTheRunnerAsItIs() throws Exception {
    ObjectNode event = created(TOKEN).put("RequestType", "Update");
    event.putObject("OldResourceProperties").put("Token", TOKEN);
    assertThat(world.run(code("StarterFunction"), event).path("Status").asText())
        .isEqualTo("SUCCESS");
    event.putObject("OldResourceProperties").put("Token", "another");
    assertThat(world.run(code("StarterFunction"), event).path("Reason").asText())
        .contains("Starter=gone");
    assertThat(world.order).isEmpty();
  }

  @Test
  void aStackThatGoesAsksForNothing() throws Exception {
    ObjectNode event = created(TOKEN).put("RequestType", "Delete");
    assertThat(world.run(code("StarterFunction"), event).path("Status").asText())
        .isEqualTo("SUCCESS");
    assertThat(world.order).isEmpty();
    assertThat(world.asked).isEmpty();
  }

  @Test
  void whatGoesWrongInsideIsNamedWithoutWhatWasHandedOver() throws Exception {
    ObjectNode event = created(TOKEN);
    event.withObject("/ResourceProperties").put("Objects", "[{" + TOKEN);
    JsonNode answer = world.run(code("StarterFunction"), event);
    assertThat(answer.path("Reason").asText())
        .isEqualTo("JSONDecodeError in the installer's function");
    assertThat(answer.toString()).doesNotContain(TOKEN);
  }

  @Test
  void anotherAccountIsToldBeforeAnythingIsMade() throws Exception {
    ObjectNode event = world.event("Create", Map.of("Account", "999999999999"));
    JsonNode answer = world.run(code("LookFunction"), event);
    assertThat(answer.path("Status").asText()).isEqualTo("FAILED");
    assertThat(answer.path("Reason").asText())
        .isEqualTo(
            "This is account 123456789012, and the install is bound to 999999999999. Sign in to that account.");
  }

  @Test
  @Tag("C22.phones-home")
  void theControlPlaneIsToldBeforeAnythingIsMadeAndItsNoStopsTheStack() throws Exception {
    world.refusal = "twice: another stack is at work with this enrollment token";
    JsonNode answer =
        world.run(code("LookFunction"), world.event("Create", Map.of("Token", TOKEN)));
    assertThat(answer.path("Status").asText()).isEqualTo("FAILED");
    assertThat(answer.path("Reason").asText())
        .isEqualTo("The control plane says no: " + world.refusal);
    assertThat(answer.toString()).doesNotContain(TOKEN);
    assertThat(world.asked).isEmpty();
    JsonNode told = world.told.getFirst();
    assertThat(world.told).hasSize(1);
    assertThat(told.path("phase").asText()).isEqualTo("begun");
    assertThat(told.path("account").asText()).isEqualTo("123456789012");
    assertThat(told.path("region").asText()).isEqualTo("eu-central-1");
    assertThat(told.path("attempt").asText()).startsWith("arn:aws:cloudformation:");
    assertThat(told.at("/parameters/VpcPrefix").asText()).isEqualTo("16");
    assertThat(told.at("/proof/authorization").asText())
        .startsWith("AWS4-HMAC-SHA256 Credential=")
        .contains("/eu-central-1/sts/aws4_request")
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-bowline-enrollment");
  }

  @Test
  void aControlPlaneThatCannotBeReachedFromHereStopsNothing() throws Exception {
    world.prefixLists = PREFIX_LIST;
    ObjectNode event = world.event("Create", Map.of("Token", TOKEN));
    event
        .withObject("/ResourceProperties")
        .put("Home", "{\"host\":\"127.0.0.1\",\"port\":1,\"authorities\":\"\"}");
    assertThat(world.run(code("LookFunction"), event).path("Status").asText()).isEqualTo("SUCCESS");
  }

  @Test
  void whatIsThereIsToldBeforeTheRunnerIsStartedAndItsFailureWithItsReason() throws Exception {
    world.run(code("StarterFunction"), created(TOKEN));
    assertThat(world.told).hasSize(1);
    assertThat(world.told.getFirst().path("phase").asText()).isEqualTo("made");
    assertThat(world.told.getFirst().path("made").toString())
        .isEqualTo(
            "[{\"kind\":\"AWS::EKS::Cluster\",\"name\":\"Cluster\",\"id\":\"bowline-prod\"}]");
    world.told.clear();
    ObjectNode broken = created(TOKEN);
    broken.withObject("/ResourceProperties").put("Objects", "[{");
    world.run(code("StarterFunction"), broken);
    assertThat(world.told).extracting(told -> told.path("phase").asText()).endsWith("failed");
    assertThat(world.told.getLast().path("reason").asText()).contains("JSONDecodeError");
  }

  @Test
  void aStackThatGoesSaysSoWhateverTheAnswer() throws Exception {
    world.refusal = "elsewhere: no";
    JsonNode answer =
        world.run(code("LookFunction"), world.event("Delete", Map.of("Token", TOKEN)));
    assertThat(answer.path("Status").asText()).isEqualTo("SUCCESS");
    assertThat(world.told)
        .extracting(told -> told.path("phase").asText())
        .containsExactly("deleted");
    assertThat(world.asked).isEmpty();
  }

  @Test
  void theAddressesOfS3AreLookedUp() throws Exception {
    world.prefixLists = PREFIX_LIST;
    JsonNode answer = world.run(code("LookFunction"), world.event("Create", Map.of()));
    assertThat(answer.at("/Data/S3").asText()).as(answer.toString()).isEqualTo("pl-6ea54007");
  }

  private ObjectNode created(String token) {
    JsonNode properties = stack.get("Runner").path("Properties");
    return world.event(
        "Create",
        Map.of(
            "Token", token,
            "Objects", properties.path("Objects").asText(),
            "Settings", properties.at("/Settings/Fn::Sub").asText()));
  }

  private String code(String function) {
    return stack.get(function).at("/Properties/Code/ZipFile").asText();
  }
}
