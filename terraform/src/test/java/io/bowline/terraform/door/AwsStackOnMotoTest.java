package io.bowline.terraform.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.permission.InstallerRole;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.cloud.permission.Permissions;
import io.bowline.installer.Door;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.model.place.Cloud;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.aws.Evaluator.Decision;
import io.bowline.testkit.process.Program;
import io.bowline.testkit.stack.ClusterFront;
import io.bowline.testkit.stack.EmulatedStack;
import io.bowline.testkit.stack.Hand;
import io.bowline.testkit.stack.StackFailed;
import io.bowline.testkit.stack.StackReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The stack, created, updated and deleted by an AWS that was not written here, under the
/// installer's role as its service role.
@Tag("real")
@RequiresPart("moto_server")
class AwsStackOnMotoTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NAME = "acme-prod";
  private static final String ROLE = "bowline-installer-acme-prod";
  private static final String POLICY = "arn:aws:iam::123456789012:policy/";
  private static final Vendor VENDOR =
      new Vendor(
          List.of("203.0.113.0/28"),
          Optional.empty(),
          new Vendor.RunnerKit("image", "{\"keys\":[]}", "mode: signed\n", "{}"),
          Optional.empty());
  private static final JsonNode TEMPLATE =
      JSON.valueToTree(
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .<Object>load(
                  Templates.render(
                          Door.AWS_STACK,
                          VENDOR,
                          Optional.of(
                              new Site(
                                  NAME,
                                  "74a6a81e-3f28-44e7-8e94-39f2e222b71d",
                                  "123456789012",
                                  "eu-central-1",
                                  "external")))
                      .text()));
  private static final Map<String, String> GIVEN =
      Map.of(
          "EnrollmentToken",
          "bowline-enroll-Zm9yIG9uZSBydW5uZXI",
          "PermissionsBoundaryArn",
          POLICY + Permissions.BOUNDARY);

  /// What a kind of resource is called in an inventory; the others are part of something.
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("AWS::EC2::EIP", "address"),
          Map.entry("AWS::EC2::InternetGateway", "gateway"),
          Map.entry("AWS::EC2::LaunchTemplate", "template"),
          Map.entry("AWS::EC2::NatGateway", "way"),
          Map.entry("AWS::EC2::RouteTable", "routes"),
          Map.entry("AWS::EC2::SecurityGroup", "group"),
          Map.entry("AWS::EC2::SecurityGroupEgress", "rule"),
          Map.entry("AWS::EC2::SecurityGroupIngress", "rule"),
          Map.entry("AWS::EC2::Subnet", "subnet"),
          Map.entry("AWS::EC2::VPC", "network"),
          Map.entry("AWS::EC2::VPCEndpoint", "service"),
          Map.entry("AWS::ECR::Repository", "registry"),
          Map.entry("AWS::EKS::AccessEntry", "access"),
          Map.entry("AWS::EKS::Addon", "addon"),
          Map.entry("AWS::EKS::Cluster", "cluster"),
          Map.entry("AWS::EKS::Nodegroup", "pool"),
          Map.entry("AWS::EKS::PodIdentityAssociation", "identity"),
          Map.entry("AWS::IAM::Role", "role"),
          Map.entry("AWS::KMS::Key", "key"),
          Map.entry("AWS::Lambda::Function", "function"),
          Map.entry("AWS::Logs::LogGroup", "log"));

  @TempDir Path scratch;

  private final List<String> written = new CopyOnWriteArrayList<>();
  private EmulatedAccount account;
  private ClusterFront cluster;
  private Hand admin;
  private EmulatedStack stack;
  private SortedSet<String> installerAlone;

  @BeforeEach
  void open() throws Exception {
    account = EmulatedAccount.open(InstantSource.system());
    cluster = new ClusterFront(scratch, "bowline-" + NAME, this::answer);
    EmulatedAccount.AccessKey person = account.user("admin");
    admin = new Hand(account, scratch, person);
    role();
    installerAlone = admin.inventory();
    stack =
        new EmulatedStack(account, scratch, person, ROLE, TEMPLATE, cluster.attributes(), Set.of());
  }

  @AfterEach
  void close() {
    if (cluster != null) {
      cluster.close();
    }
    if (account != null) {
      account.close();
    }
  }

  private ClusterFront.Answer answer(String method, String path, byte[] body) {
    if (method.equals("PATCH")) {
      written.add(path);
      return new ClusterFront.Answer(201, "{}");
    }
    return new ClusterFront.Answer(200, "{\"status\":{\"readyReplicas\":1},\"items\":[]}");
  }

  @Test
  void whatMotoPassesOverIsListedByName() throws Exception {
    var passedOver = new TreeSet<>(types());
    passedOver.removeAll(knownToMoto(scratch));
    assertThat(passedOver).isEqualTo(new TreeSet<>(EmulatedStack.SKIPPED));
  }

  @Test
  void itIsCreatedUpdatedAndDeletedUnderTheInstallersRole() throws Exception {
    stack.create(GIVEN);
    Map<String, JsonNode> resources = new StackReading(TEMPLATE, GIVEN).resources();
    assertThat(stack.made()).isEqualTo(resources.keySet());
    assertThat(stack.listedByMoto())
        .isEqualTo(
            resources.keySet().stream()
                .filter(name ->
                    !EmulatedStack.SKIPPED.contains(resources.get(name).path("Type").asText()))
                .collect(Collectors.toSet()));
    SortedSet<String> there = admin.inventory();
    assertThat(counted(there)).isEqualTo(wanted(resources));
    assertThat(stack.outputs())
        .containsEntry("ClusterName", "bowline-acme-prod")
        .allSatisfy((name, value) -> assertThat(value).as(name).isNotBlank());
    assertThat(written).last().asString().contains("/statefulsets/bowline-runner");

    var gone = new HashMap<>(GIVEN);
    gone.put("Starter", "gone");
    stack.update(gone);
    SortedSet<String> after = admin.inventory();
    assertThat(there).containsAll(after);
    there.removeAll(after);
    assertThat(there.stream().map(line -> line.replaceFirst(" \\{.*", "")))
        .containsExactlyInAnyOrder(
            "function bowline-acme-prod-starter",
            "log /aws/lambda/bowline-acme-prod-starter",
            "role bowline-acme-prod-starter");

    stack.delete();
    assertThat(admin.inventory()).isEqualTo(installerAlone);
    assertThat(account.roleCalls()).hasSizeGreaterThan(80);
    assertThat(account.roleCalls().stream().filter(call -> call.decision() != Decision.ALLOWED))
        .as("what the installer's role, and the functions' own, may not do")
        .isEmpty();
  }

  @Test
  void inAnotherAccountItSaysSoAndNothingStays() throws Exception {
    var elsewhere = new HashMap<>(GIVEN);
    elsewhere.put("AccountId", "999999999999");
    assertThatThrownBy(() -> stack.create(elsewhere))
        .isInstanceOf(StackFailed.class)
        .hasMessageContaining("the install is bound to 999999999999")
        .hasNoSuppressedExceptions();
    assertThat(admin.inventory()).isEqualTo(installerAlone);
    assertThat(account.calls()).doesNotContain("eks:CreateCluster", "eks:DescribeCluster");
  }

  private static Set<String> types() {
    return TEMPLATE
        .path("Resources")
        .valueStream()
        .map(each -> each.path("Type").asText())
        .collect(Collectors.toSet());
  }

  /// What Moto's CloudFormation has a model of.
  private static Set<String> knownToMoto(Path scratch) throws IOException, InterruptedException {
    String script =
        "from moto.cloudformation.parsing import get_model_map; print(*get_model_map(), sep='\\n')";
    String said = Program.python(scratch, Map.of(), "-c", script).run("").orThrow();
    return said.lines().collect(Collectors.toSet());
  }

  /// How many of a kind there are.
  private static Map<String, Integer> counted(Set<String> lines) {
    var counted = new TreeMap<String, Integer>();
    lines.forEach(line -> counted.merge(line.replaceFirst(" .*", ""), 1, Integer::sum));
    return counted;
  }

  /// How many there should be, by the template alone.
  private Map<String, Integer> wanted(Map<String, JsonNode> resources) {
    var wanted = new TreeMap<>(counted(installerAlone));
    resources
        .values()
        .forEach(each -> {
          String kind = KINDS.getOrDefault(each.path("Type").asText(), "");
          if (!kind.isEmpty()) {
            wanted.merge(kind, 1, Integer::sum);
          }
        });
    // a group of a network is born with a rule, which Moto leaves there, and so is the network's
    // own
    wanted.merge("rule", 4, Integer::sum);
    // the starter has given its own way into the cluster back
    wanted.merge("access", -1, (are, less) -> are + less == 0 ? null : are + less);
    return wanted;
  }

  private void role() throws IOException {
    var role =
        new InstallerRole(NAME, "123456789012", "external", Instant.now().plus(1, ChronoUnit.DAYS));
    policy(Permissions.BOUNDARY, PermissionDocument.boundary(Cloud.AWS).orElseThrow());
    policy(ROLE, role.boundary());
    account.administer(
        Map.of(
            "Action",
            "CreateRole",
            "RoleName",
            ROLE,
            "AssumeRolePolicyDocument",
            role.trust("").toString(),
            "PermissionsBoundary",
            POLICY + ROLE));
    account.administer(
        Map.of(
            "Action",
            "PutRolePolicy",
            "RoleName",
            ROLE,
            "PolicyName",
            "make",
            "PolicyDocument",
            role.permissions().toString()));
  }

  private void policy(String name, JsonNode document) throws IOException {
    account.administer(
        Map.of(
            "Action", "CreatePolicy", "PolicyName", name, "PolicyDocument", document.toString()));
  }
}
