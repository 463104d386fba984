package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Https;
import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import io.bowline.model.belonging.Belonging;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.aws.Evaluator.Decision;
import io.bowline.testkit.aws.RoleCall;
import io.bowline.testkit.process.Terraform;
import io.bowline.testkit.stack.EmulatedStack;
import io.bowline.testkit.stack.Hand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// From an empty account to an install that runs, and on without the one who made it: the packaged
/// processes, real Terraform with the real provider, and an AWS that was not written here. Two
/// things stand for what no emulator has: the runner's Kubernetes and registry are the simulated
/// account's, since a cluster in Moto is a record, and the runner is a process beside it and no
/// pod.
@Tag("real")
@RequiresPart({"terraform", "moto_server"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccountStoryTest {
  private static final Path ROOT =
      Path.of(System.getProperty("bowline.root", "..")).toAbsolutePath().normalize();
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private static final String VENDOR = "arn:aws:iam::999999999999:role/bowline-hosted-runner";

  @TempDir static Path folder;

  private static Processes processes;
  private static Ports ports;
  private static Product product;
  private static Operator operator;
  private static Map<String, String> signedIn = Map.of();
  private static Set<String> byTerraform = Set.of();

  /// How each way that a customer can go ended.
  private static final Map<String, Ends> ENDS = new TreeMap<>();

  @BeforeAll
  static void aVendorWithTwoReleases() throws Exception {
    processes = new Processes(folder, false);
    ports = Ports.any();
    product = in(folder, Map.of());
    Child _ = product.controlPlane();
    String token = Files.readString(product.data().resolve("owner.token")).strip();
    Path authority = product.data().resolve("ca.pem");
    signedIn =
        Map.of(
            "BOWLINE_SERVER", product.server(),
            "BOWLINE_CA", authority.toString(),
            "BOWLINE_TOKEN", token,
            "BOWLINE_CONFIG", folder.resolve("cli.json").toString(),
            "BOWLINE_ORG", "acme");
    operator = new Operator(product, signedIn);
    operator.run("org", "create", "acme");
    operator.run("org", "entitle", Story.PRODUCT);
    operator.run("release", "keygen", "release.key", "--product", Story.PRODUCT);
    var _ =
        SampleImage.make(
            new RegistryClient(
                Https.client(Optional.of(authority)),
                URI.create(product.server()),
                new Login.Basic("token", Password.of(token))));
    var samples = new AuthorCopy(ROOT.resolve("samples/streaming"), folder);
    for (String version : List.of("v1", "v2")) {
      JsonNode _ = operator.publish(samples.of(version, true), "release.key");
    }
  }

  @AfterAll
  static void end() {
    processes.close();
  }

  private static Product in(Path where, Map<String, String> variables) {
    var beside =
        new Product.Beside(
            variables,
            List.of(
                "--provision.control-plane-cidrs=203.0.113.0/28",
                "--fleet-runner.image=registry.example/bowline/runner:1",
                "--fleet-runner.trust-root=" + trustRoot()));
    return new Product(ROOT, JAVA, where, ports, processes, Optional.empty(), beside);
  }

  @Test
  @Order(1)
  @Tag("C12.active-from-empty")
  @Tag("C18.single-principal")
  @Tag("C23.no-later-use")
  @Tag("C24.works-after-delete")
  void byTerraformFromAnEmptyAccountAndOnWithoutWhoMadeIt() throws Exception {
    Path own = Files.createDirectory(folder.resolve("terraform"));
    var plane = new DataPlane(operator, in(own, Map.of()), "acme-tf");
    try (var account = EmulatedAccount.open(InstantSource.system())) {
      EmulatedAccount.AccessKey person = account.user("admin");
      var admin = new CloudAdmin(account, operator, plane.name());
      String id = plane.create().path("id").asText();
      String external = admin.makeRole("arn:aws:iam::123456789012:user/admin");

      Terraform terraform = terraform(own, account, person, module(admin, id, external + "x"));
      terraform.require(0, "init", "-no-color");
      assertThat(terraform.run("plan", "-no-color").said())
          .as("with another external id")
          .contains("AccessDenied", "sts:AssumeRole");
      say(own, module(admin, id, external));
      Path token = plane.token();
      plane.tell("begun", token, "--door", "terraform");
      terraform.require(0, "apply", "-auto-approve", "-no-color");
      Path made =
          Files.writeString(own.resolve("made.json"), terraform.require(0, "show", "-json"));
      plane.tell("made", token, "--door", "terraform", "--terraform", made.toString());
      madeByTheRoleAlone(account);
      byTerraform = made(account);

      Child runner = plane.start(token, trustRoot());
      ENDS.put("terraform", Ends.of(plane, id, new Hand(account, own, person)));
      admin.deleteRole();
      assertThat(terraform.run("plan", "-no-color").said())
          .as("under a role that is gone")
          .contains("AccessDenied", "sts:AssumeRole");
      livesOn(plane, account, runner);

      admin.makeRoleAgain("arn:aws:iam::123456789012:user/admin");
      terraform.require(0, "destroy", "-auto-approve", "-no-color");
      plane.tell("deleted", token, "--door", "terraform");
      leaves(plane, account, person, own);
    }
  }

  @Test
  @Order(2)
  @Tag("C18.single-principal")
  @Tag("C30.no-stored-credential")
  void byTheVendorOnceWithARoleThatIsLentAndOfWhichNothingIsKept() throws Exception {
    Path own = Files.createDirectory(folder.resolve("vendor"));
    try (var account = EmulatedAccount.open(InstantSource.system())) {
      EmulatedAccount.AccessKey vendor = account.stranger(VENDOR);
      Product there =
          in(
              Files.createDirectory(own.resolve("hosted")),
              Map.of("AWS_ACCESS_KEY_ID", vendor.id(), "AWS_SECRET_ACCESS_KEY", vendor.secret()));
      var plane = new DataPlane(operator, in(own, Map.of()), "acme-lent");
      JsonNode _ = plane.create();
      var admin = new CloudAdmin(account, operator, plane.name());
      admin.makeRole("arn:aws:iam::999999999999:role/somebody-else");
      Child hosted = hosted(there, account);

      operator.run("install", "lend-role", plane.name(), "--role", admin.roleArn());
      plane.until("draft");
      assertThat(operator.ask("install", "show", plane.name()).path("reason").asText())
          .contains("AWS does not give the role " + admin.roleArn());

      admin.changeTrust(VENDOR);
      operator.run(
          "install",
          "lend-role",
          plane.name(),
          "--role",
          admin.roleArn(),
          "--cluster-access",
          "arn:aws:iam::123456789012:user/admin");
      plane.until("awaiting-runner");
      hosted.close();
      madeByTheRoleAlone(account);
      assertThat(made(account)).as("what Terraform made by hand").isEqualTo(byTerraform);

      var kept = new Traces(account.handedOut());
      assertThat(account.handedOut()).hasSizeGreaterThanOrEqualTo(2);
      kept.lookInFolder(product.data());
      kept.lookInFolder(own);
      kept.lookInFolder(product.logs());
      assertThat(kept.found()).as("keys of the role").isEmpty();
      assertThat(plane.states())
          .containsSubsequence("base-layer", "draft", "base-layer", "awaiting-runner");
    }
  }

  @Test
  @Order(3)
  @Tag("C29.awaiting-runner")
  @Tag("C39.no-other-step")
  @Tag("C22.phones-home")
  void byAStackAndATokenAndNothingElse() throws Exception {
    Path own = Files.createDirectory(folder.resolve("stack"));
    var plane = new DataPlane(operator, in(own, Map.of()), "acme-stack");
    try (var account = EmulatedAccount.open(InstantSource.system());
        var way = new StackWay(plane, own, trustRoot())) {
      String id = plane.create().path("id").asText();
      var admin = new CloudAdmin(account, operator, plane.name());
      admin.makeRole("arn:aws:iam::123456789012:user/admin");
      EmulatedStack stack = way.stack(operator, account, admin);
      JsonNode token = operator.ask("install", "token", plane.name());
      stack.create(way.given(token.path("token").asText()));
      plane.until("active");
      assertThat(way.before()).as("while nobody had been heard").isEqualTo("awaiting-runner");
      assertThat(account.roleCalls()).allMatch(call -> call.decision() == Decision.ALLOWED);
      EmulatedAccount.AccessKey person = account.user("admin");
      ENDS.put("stack", Ends.of(plane, id, new Hand(account, own, person)));

      plane.uninstall();
      stack.delete();
      leaves(plane, account, person, own);
    }
  }

  @Test
  @Order(4)
  @Tag("C22.phones-home")
  void byHandStepByStep() throws Exception {
    Path own = Files.createDirectory(folder.resolve("hand"));
    var plane = new DataPlane(operator, in(own, Map.of()), "acme-hand");
    try (var account = EmulatedAccount.open(InstantSource.system())) {
      String id = plane.create().path("id").asText();
      var admin = new Hand(account, own, account.user("admin"));
      Path token = plane.token();
      plane.tell("begun", token);
      List<String> made = new ByHand(plane, operator, admin, own).follow();
      plane.tell("made", token, made.toArray(String[]::new));
      Child _ = plane.start(token, trustRoot());
      ENDS.put("hand", Ends.of(plane, id, admin));
    }
  }

  @Test
  @Order(5)
  @Tag("C22.equal-result")
  void allThreeEndAlike() {
    assertThat(ENDS).containsOnlyKeys("terraform", "stack", "hand");
    Ends terraform = ENDS.get("terraform");
    Ends stack = ENDS.get("stack");
    Ends hand = ENDS.get("hand");
    assertThat(terraform.states())
        .containsSubsequence("awaiting-customer", "base-layer", "awaiting-runner", "active");
    assertThat(terraform.told()).containsExactly("begun", "made");
    for (Ends other : List.of(stack, hand)) {
      assertThat(other.states()).isEqualTo(terraform.states());
      assertThat(other.told()).isEqualTo(terraform.told());
      assertThat(terraform.besides(other))
          .as("what Terraform alone makes: a way into the cluster for whoever asked for one")
          .singleElement()
          .asString()
          .startsWith("access arn:aws:iam::123456789012:user/admin ");
    }
    assertThat(named(hand.besides(terraform)))
        .as("what is there only by hand: Terraform empties the group that a network is born with")
        .containsExactly("rule default");
    assertThat(named(stack.besides(hand)))
        .as("what the stack alone makes: its two functions, and a rule that stands for none")
        .containsExactly(
            "function bowline-NAME-look",
            "function bowline-NAME-starter",
            "log /aws/lambda/bowline-NAME-look",
            "log /aws/lambda/bowline-NAME-starter",
            "role bowline-NAME-look",
            "role bowline-NAME-starter",
            "rule bowline-NAME-control",
            "rule bowline-NAME-nodes",
            "rule bowline-NAME-services");
    assertThat(hand.besides(stack)).isEmpty();
  }

  private static List<String> named(Set<String> lines) {
    return lines.stream().map(line -> line.replaceFirst(" \\{.*", "")).toList();
  }

  private static Path trustRoot() {
    return folder.resolve("release.key.trust-root.json");
  }

  /// Starts the vendor's hosted runner, which is somebody in AWS.
  private static Child hosted(Product there, EmulatedAccount account) throws Exception {
    Path bootstrap = there.folder().resolve("bootstrap.json");
    operator.run("hosted-runner", "create", "--bootstrap", bootstrap.toString());
    return there.runner(
        Map.of(
            "runner.role", "hosted",
            "runner.state", there.folder().resolve("state").toString(),
            "link.bootstrap", bootstrap.toString(),
            "hosted.terraform-mirror", "/opt/tf-plugins",
            "hosted.aws-endpoint", account.address().toString()));
  }

  private static void madeByTheRoleAlone(EmulatedAccount account) {
    assertThat(made(account))
        .contains("ec2:CreateVpc", "eks:CreateCluster", "iam:CreateRole", "iam:PassRole");
    assertThat(asked(account, Decision.DENIED)).isEmpty();
    assertThat(asked(account, Decision.NOT_ALLOWED)).containsExactly("sts:AssumeRole");
  }

  /// What the role did, without how whoever took it keeps their record and looks at quotas.
  private static Set<String> made(EmulatedAccount account) {
    Set<String> made = asked(account, Decision.ALLOWED);
    made.removeIf(action -> action.matches("(s3|servicequotas):.*"));
    return made;
  }

  /// Nothing of it is found in the account, and that is certified.
  private static void leaves(
      DataPlane plane, EmulatedAccount account, EmulatedAccount.AccessKey person, Path own)
      throws Exception {
    var there = new HashMap<>(signedIn);
    there.put("AWS_ENDPOINT_URL", account.address().toString());
    there.put("AWS_ACCESS_KEY_ID", person.id());
    there.put("AWS_SECRET_ACCESS_KEY", person.secret());
    there.put("AWS_REGION", "eu-central-1");
    var leaving = new Leaving(plane, new Operator(product, there), own);
    JsonNode seen = leaving.look();
    assertThat(seen.path("found")).as("what is left").isEmpty();
    JsonNode certificate = leaving.certificate();
    assertThat(certificate.path("gone")).as("gone, by the certificate").hasSizeGreaterThan(20);
    assertThat(certificate.path("remaining"))
        .as(
            "not seen to be gone: data that nobody has named, and images, whose registry is no ECR here")
        .allMatch(one ->
            one.path("holdsData").asBoolean()
                || one.path("kind").asText().equals(Belonging.IMAGES));
    assertThat(certificate.path("text").asText()).contains("CERTIFICATE OF LEAVING");
    assertThat(plane.told()).endsWith("deleted");
    assertThat(plane.states())
        .containsSubsequence(
            "awaiting-customer",
            "active",
            "deprovisioning",
            "awaiting-customer-teardown",
            "deprovisioned");
  }

  /// Monitored, upgraded, scaled and uninstalled, with nobody there who could do anything in AWS.
  private static void livesOn(DataPlane plane, EmulatedAccount account, Child runner)
      throws Exception {
    Instant deleted = Instant.now();
    plane.upgrade("1.0.0");
    String before = plane.pods();
    plane.upgrade("2.0.0");
    plane.scale("2.0.0", 2);
    assertThat(plane.pods()).as("one more than " + before).isNotEqualTo(before);
    plane.uninstall();
    assertThat(account.roleCalls().stream().map(RoleCall::at).filter(deleted::isBefore))
        .as("calls with the installer's role, or for it, while everything went on")
        .isEmpty();
    assertThat(runner.alive()).isTrue();
  }

  /// Whatever got this answer, each action once.
  private static Set<String> asked(EmulatedAccount account, Decision decision) {
    return account.roleCalls().stream()
        .filter(call -> call.decision() == decision)
        .map(call -> call.request().action())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What a customer's own root module says; see terraform/aws/README.md.
  private static String module(CloudAdmin admin, String id, String external) {
    return """
    provider "aws" {
      region = "eu-central-1"
      assume_role {
        role_arn    = "%s"
        external_id = "%s"
      }
    }

    module "data_plane" {
      source                   = "./aws"
      name                     = "%s"
      install_id               = "%s"
      account_id               = "123456789012"
      vpc                      = {}
      permissions_boundary_arn = "%s"
      installer_access         = "arn:aws:iam::123456789012:user/admin"
      control_plane = {
        cidrs = ["203.0.113.0/28"]
      }
    }
    """
        .formatted(admin.roleArn(), external, admin.install(), id, CloudAdmin.BOUNDARY);
  }

  private static void say(Path own, String module) throws IOException {
    Files.writeString(own.resolve("root/main.tf"), module);
  }

  private static Terraform terraform(
      Path own, EmulatedAccount account, EmulatedAccount.AccessKey person, String module)
      throws Exception {
    Path root = Files.createDirectory(own.resolve("root"));
    Terraform.copy(ROOT.resolve("terraform/aws"), root.resolve("aws"));
    say(own, module);
    return Terraform.real(root, own)
        .with("AWS_ENDPOINT_URL", account.address().toString())
        .with("AWS_ACCESS_KEY_ID", person.id())
        .with("AWS_SECRET_ACCESS_KEY", person.secret())
        .with("AWS_EC2_METADATA_DISABLED", "true");
  }
}
