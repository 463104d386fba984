package io.bowline.terraform.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.installer.Door;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.terraform.AwsStandIn;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Terraform;
import io.bowline.testkit.stack.StackReading;
import io.bowline.testkit.terraform.Made;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Whoever comes into AWS by a stack gets what comes out of `terraform/aws`, no more and no less.
@Tag("real")
@RequiresPart({"terraform", "recorded-provider"})
class AwsDoorsTest {
  private static final String ID = "74a6a81e-3f28-44e7-8e94-39f2e222b71d";

  @TempDir static Path scratch;
  private static Made made = new Made(List.of(), Map.of());
  private static JsonNode template = TextNode.valueOf("");

  @BeforeAll
  static void both() throws Exception {
    var vendor =
        new Vendor(
            List.of("203.0.113.0/28", "198.51.100.7/32"),
            Optional.of(new Vendor.Tunnel("203.0.113.16/32", 51820)),
            new Vendor.RunnerKit("image", "{}", "mode: signed\n", "{}"),
            Optional.empty());
    template =
        JsonMapper.builder()
            .build()
            .valueToTree(
                new Yaml(new SafeConstructor(new LoaderOptions()))
                    .<Object>load(
                        Templates.render(Door.AWS_STACK, vendor, Optional.empty()).text()));
    made = applied("vpc = {}");
  }

  private static Made applied(String network) throws Exception {
    Path root = Files.createTempDirectory(scratch, "root");
    Terraform.copy(Path.of("aws"), root.resolve("aws"));
    Files.writeString(
        root.resolve("main.tf"),
        """
        module "data_plane" {
          source           = "./aws"
          name             = "acme-prod"
          install_id       = "%s"
          account_id       = "123456789012"
          %s
          installer_access = "arn:aws:iam::123456789012:role/bowline-acme-prod-starter"
          control_plane = {
            cidrs  = ["203.0.113.0/28", "198.51.100.7/32"]
            tunnel = { cidr = "203.0.113.16/32", port = 51820 }
          }
          tunnel_cidr = "100.64.0.0/24"
          egress = [
            { what = "Declared source or destination", cidr = "192.0.2.10/32", port = 5432 },
            { what = "Declared source or destination", cidr = "192.0.2.64/26", port = 9092 },
          ]
        }

        output "made" {
          value = module.data_plane
        }
        """
            .formatted(ID, network));
    Terraform terraform =
        Terraform.with(root, Files.createTempDirectory(scratch, "of"), AwsStandIn.PROVIDER);
    terraform.require(0, "init", "-no-color");
    terraform.require(0, "apply", "-auto-approve", "-no-color");
    return terraform.made();
  }

  private static Map<String, JsonNode> stack() {
    return stack(Map.of());
  }

  private static Map<String, JsonNode> stack(Map<String, String> network) {
    var given = new TreeMap<>(network);
    given.putAll(Map.of("Name", "acme-prod", "InstallId", ID, "AccountId", "123456789012"));
    given.put("TunnelCidr", "100.64.0.0/24");
    given.put("DeclaredTargets", "192.0.2.10/32:5432,192.0.2.64/26:9092");
    return new StackReading(template, given).resources();
  }

  @Test
  @Tag("C20.same-resources")
  void bothMakeTheSameResourcesRulesAndNames() {
    SortedSet<String> terraforms = AwsShapes.of(made);
    SortedSet<String> stacks = AwsShapes.of(stack());
    assertThat(less(stacks, terraforms)).as("only by the stack").isEmpty();
    assertThat(less(terraforms, stacks)).as("only by Terraform").isEmpty();
    assertThat(terraforms).hasSizeGreaterThan(70).noneMatch(line -> line.contains("nobody"));
  }

  /// Image layers lie in S3, which has no address in a network of the customer's: the stack opens
  /// the list of its addresses there, too.
  private static final String S3 = "rule out; of=bowline-acme-prod-nodes; protocol=tcp";

  @Test
  @Tag("C20.same-resources")
  void inANetworkThatIsThereBothMakeTheSameToo() throws Exception {
    SortedSet<String> terraforms =
        AwsShapes.of(
            applied(
                """
                existing_vpc = {
                  vpc_id     = "vpc-0a1b2c3d"
                  subnet_ids = ["subnet-0aaaaaaa", "subnet-0bbbbbbb"]
                }\
                """));
    SortedSet<String> stacks =
        AwsShapes.of(
            stack(
                Map.of(
                    "VpcId", "vpc-0a1b2c3d",
                    "SubnetIds", "subnet-0aaaaaaa,subnet-0bbbbbbb",
                    "VpcCidr", "10.1.0.0/16")));
    assertThat(less(terraforms, stacks)).as("only by Terraform").isEmpty();
    assertThat(less(stacks, terraforms)).singleElement().asString().startsWith(S3).contains("S3");
    assertThat(stacks).noneMatch(line -> line.startsWith("network") || line.startsWith("subnet"));
  }

  @Test
  void bothTellTheSame() {
    var told = new TreeSet<String>();
    template
        .path("Outputs")
        .fieldNames()
        .forEachRemaining(
            name -> told.add(name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT)));
    assertThat(told).containsExactlyElementsOf(new TreeSet<>(made.outputs().keySet()));
  }

  @Test
  void oneResourceLessIsNoticedInEither() {
    SortedSet<String> whole = AwsShapes.of(stack());
    for (String logical : stack().keySet()) {
      var less = new TreeMap<>(stack());
      less.remove(logical);
      assertThat(AwsShapes.of(less).equals(whole))
          .as(logical)
          .isEqualTo(own(logical) && !REFERRED_TO.contains(logical));
    }
    for (Made.Resource each : made.resources()) {
      var less = new ArrayList<>(made.resources());
      less.remove(each);
      assertThat(AwsShapes.of(new Made(less, made.outputs())).equals(whole))
          .as(each.address())
          .isEqualTo(AwsShapes.TERRAFORMS_OWN.contains(each.type()));
    }
  }

  /// Of what the stack needs besides: what lines of others name.
  private static final Set<String> REFERRED_TO = Set.of("StarterRole");

  /// What may be another way without anybody noticing: the key's policy, which Terraform leaves to
  /// AWS; which version of its template a pool has; that a template tags itself; the sentence of a
  /// rule that lets nothing out.
  private static final List<String> NOT_COMPARED =
      List.of(
          "/KeyPolicy/.*",
          "/LaunchTemplate/Version",
          "/SecurityGroupEgress/0/Description",
          "/TagSpecifications/0/ResourceType");

  @Test
  void oneValueAlteredInTheTemplateIsNoticed() {
    SortedSet<String> whole = AwsShapes.of(stack());
    int altered = 0;
    for (String logical : stack().keySet()) {
      if (own(logical)) {
        continue;
      }
      for (String leaf : leaves("", stack().get(logical).path("Properties"))) {
        if (NOT_COMPARED.stream().anyMatch(leaf::matches)) {
          continue;
        }
        var other = new TreeMap<>(stack());
        alter(other.get(logical).path("Properties"), leaf);
        assertThat(AwsShapes.of(other).equals(whole)).as(logical + leaf).isFalse();
        altered++;
      }
    }
    assertThat(altered).isGreaterThan(500);
  }

  private static Set<String> less(Set<String> some, Set<String> others) {
    var left = new TreeSet<>(some);
    left.removeAll(others);
    return left;
  }

  private static boolean own(String logical) {
    return AwsShapes.STACKS_OWN.contains(logical);
  }

  private static List<String> leaves(String path, JsonNode node) {
    var found = new ArrayList<String>();
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(each ->
              found.addAll(leaves(path + "/" + each.getKey().replace("/", "~1"), each.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int at = 0; at < array.size(); at++) {
        found.addAll(leaves(path + "/" + at, array.get(at)));
      }
    } else {
      found.add(path);
    }
    return found;
  }

  private static void alter(JsonNode properties, String leaf) {
    int last = leaf.lastIndexOf('/');
    JsonNode holder = properties.at(leaf.substring(0, last));
    String key = leaf.substring(last + 1).replace("~1", "/");
    var value = TextNode.valueOf("another");
    if (holder instanceof ArrayNode array) {
      array.set(Integer.parseInt(key), value);
    } else if (holder instanceof ObjectNode object) {
      object.set(key, value);
    }
  }
}
