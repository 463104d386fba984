package io.bowline.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.terraform.CloudModule.Shortfall;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.layer.BaseLayer;
import io.bowline.testkit.layer.Part;
import io.bowline.testkit.layer.Rule;
import io.bowline.testkit.process.Terraform;
import io.bowline.testkit.terraform.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What a base layer is in every cloud, asked of what real Terraform makes of a module when its
/// provider makes nothing.
@Tag("real")
@RequiresPart({"terraform", "recorded-provider"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BaseLayerContract {
  /// Variables that every module has, by the same words.
  static final Set<String> VARIABLES =
      Set.of(
          "name",
          "install_id",
          "account_id",
          "vpc",
          "existing_vpc",
          "control_plane",
          "tunnel_cidr",
          "egress",
          "kubernetes_version",
          "system_pool",
          "runner",
          "tags",
          "installer_access",
          "cluster_access_cidrs");

  /// Outputs that every module has, by the same words.
  static final Set<String> OUTPUTS =
      Set.of(
          "account_id",
          "region",
          "vpc_id",
          "subnet_ids",
          "cluster_name",
          "cluster_endpoint",
          "cluster_authority",
          "registry");

  /// What has its name inside of something that is called after the install.
  private static final Set<Part> WITHIN = Set.of(Part.POOL, Part.ADDON, Part.RIGHT);

  private static final String NEW = "vpc = {}\n";
  private static final List<String> PLANES = List.of("203.0.113.0/28", "198.51.100.7/32");
  private static final List<Integer> PORTS = List.of(443, 8433, 9090, 9701);
  private static final String TUNNEL = "100.64.0.0/24";
  private static final List<Integer> PORTS_IN = List.of(443, 9094);

  @TempDir private Path scratch;
  private final CloudModule module;
  private final Map<String, Made> made = new HashMap<>();

  BaseLayerContract(CloudModule module) {
    this.module = module;
  }

  @Test
  void aNewNetworkHasOneOfEachAndNothingElse() throws Exception {
    BaseLayer layer = layer(NEW);
    assertThat(layer.names(Part.NETWORK)).containsExactly("bowline-acme-prod");
    assertThat(layer.names(Part.CLUSTER)).containsExactly("bowline-acme-prod");
    assertThat(layer.names(Part.REGISTRY)).isNotEmpty();
    assertThat(layer.names(Part.KEY).isEmpty()).isEqualTo(falls(Shortfall.ANY_KEY_OF_OURS));
    assertThat(layer.names(Part.POOL)).isNotEmpty();
    assertThat(layer.names(Part.WAY_OUT)).isNotEmpty();
    assertThat(layer.names(Part.IDENTITY)).isNotEmpty();
  }

  @Test
  void everyNameIsOfTheInstall() throws Exception {
    assertThat(layer(NEW).things())
        .filteredOn(thing -> !thing.name().isEmpty() && !WITHIN.contains(thing.part()))
        .hasSizeGreaterThan(5)
        .allMatch(thing -> thing.name().contains("bowline-acme-prod"), "of bowline-<name>");
  }

  @Test
  @Tag("C55.no-vpc-create")
  void nothingIsMadeAtTheLevelOfANetworkThatIsThere() throws Exception {
    assertThat(layer(existing()).things())
        .extracting(thing -> thing.part())
        .doesNotContain(Part.NETWORK, Part.SUBNET, Part.WAY_OUT, Part.ROUTE)
        .contains(Part.CLUSTER, Part.POOL, Part.REGISTRY, Part.IDENTITY);
  }

  @Test
  void bothNetworksHaveTheSameRulesForWhatLeavesTheAccount() throws Exception {
    assertThat(leaving(layer(existing()))).isEqualTo(leaving(layer(NEW)));
  }

  @Test
  @Tag("C50.rules-exact")
  void theControlPlaneIsReachedOnFourPortsAndNothingElseOutside() throws Exception {
    var wanted = new TreeSet<String>();
    for (String plane : PLANES) {
      PORTS.forEach(port -> wanted.add("OUT nodes %s tcp %d".formatted(plane, port)));
    }
    assertThat(leaving(layer(NEW))).isEqualTo(wanted);
  }

  @Test
  @Tag("C50.rules-exact")
  void theTunnelAndWhatIsDeclaredAreOpenedAndNothingMore() throws Exception {
    var wanted = new TreeSet<>(leaving(layer(NEW)));
    wanted.add("OUT nodes 203.0.113.1/32 udp 51820");
    wanted.add("OUT nodes 192.0.2.10/32 tcp 5432");
    assertThat(leaving(layer(everything()))).isEqualTo(wanted);
  }

  @Test
  @Tag("C45.rules-exact")
  void nothingComesInFromOutside() throws Exception {
    assertThat(comingIn(layer(NEW))).isEmpty();
    assertThat(comingIn(layer(existing()))).isEmpty();
  }

  @Test
  @Tag("C45.rules-exact")
  void theTunnelComesInOnTwoPortsAndWhoeverMayAskTheApi() throws Exception {
    BaseLayer layer = layer(everything());
    var wanted = new TreeSet<String>();
    PORTS_IN.forEach(port -> wanted.add("IN nodes %s tcp %d".formatted(TUNNEL, port)));
    assertThat(comingIn(layer)).isEqualTo(wanted);
  }

  /// So that a way in that was made wider is seen.
  @Test
  @Tag("C45.rules-exact")
  void whateverIsAlteredOfAWayInIsSeen() throws Exception {
    Made made = made(everything());
    Set<String> exact = comingIn(module.reading().apply(made));
    int altered = 0;
    for (Made.Resource each : made.resources()) {
      String text = each.values().toString();
      if (text.contains(TUNNEL)) {
        for (String part : List.of(TUNNEL, "443", "9094")) {
          String other = text.replace(part, part.equals(TUNNEL) ? "100.64.0.0/23" : "8080");
          if (!other.equals(text)) {
            assertThat(comingIn(read(made, each, other))).as(each.address()).isNotEqualTo(exact);
            altered++;
          }
        }
      }
    }
    assertThat(altered).isGreaterThanOrEqualTo(3);
  }

  private BaseLayer read(Made made, Made.Resource instead, String values) throws IOException {
    var other =
        new Made.Resource(
            instead.address(), instead.type(), JsonMapper.builder().build().readTree(values));
    var all = made.resources().stream().map(each -> each.equals(instead) ? other : each).toList();
    return module.reading().apply(new Made(all, made.outputs()));
  }

  @Test
  void noRuleIsForEverybody() throws Exception {
    for (String network : List.of(NEW, existing(), everything())) {
      assertThat(layer(network).rules()).noneMatch(rule -> rule.peer().endsWith("/0"));
    }
  }

  @Test
  void whoMakesTheClusterRulesNothingInItAndItsApiIsInside() throws Exception {
    BaseLayer.Cluster cluster = layer(NEW).cluster();
    assertThat(cluster.name()).isEqualTo("bowline-acme-prod");
    assertThat(cluster.from()).isEmpty();
    assertThat(cluster.inside()).isTrue();
    assertThat(cluster.makerRules()).isEqualTo(falls(Shortfall.NO_RIGHTS_BY_MAKING));
    assertThat(cluster.publicNodes()).isFalse();
    assertThat(layer(NEW).names(Part.ACCESS)).isEmpty();
  }

  @Test
  void theApiIsOpenedToThoseWhoAreNamed() throws Exception {
    assertThat(layer(everything()).cluster().from()).containsExactly("192.0.2.0/24");
  }

  @Test
  void secretsAndImagesAreSealedByTheKeyOfTheInstall() throws Exception {
    BaseLayer layer = layer(NEW);
    boolean none = falls(Shortfall.ANY_KEY_OF_OURS);
    assertThat(layer.cluster().sealed()).isNotEqualTo(none);
    assertThat(layer.registry().sealed()).isNotEqualTo(none || falls(Shortfall.IMAGES_BY_OUR_KEY));
    assertThat(layer.registry().scanned()).isNotEqualTo(falls(Shortfall.SCANNING));
    assertThat(layer.registry().address()).contains("/").contains("bowline-acme-prod");
  }

  @Test
  void theRunnerIsOneServiceAccount() throws Exception {
    assertThat(layer(NEW).runner()).isEqualTo(new BaseLayer.Runner("bowline", "bowline-runner"));
    assertThat(layer(everything()).runner()).isEqualTo(new BaseLayer.Runner("data", "hand"));
  }

  @Test
  void itSaysWhatWasMadeByTheSameWords() throws Exception {
    var wanted = new TreeSet<>(OUTPUTS);
    wanted.addAll(module.says());
    wanted.removeAll(module.lacks());
    assertThat(layer(NEW).outputs()).isEqualTo(wanted);
    assertThat(layer(existing()).outputs()).isEqualTo(wanted);
  }

  @Test
  void everythingThatCanSaySoCarriesTheInstall() throws Exception {
    assertThat(made(everything()).resources())
        .filteredOn(this::canSaySo)
        .isNotEmpty()
        .allSatisfy(resource ->
            assertThat(Labels.of(resource))
                .as(resource.address())
                .contains("74a6a81e-3f28-44e7-8e94-39f2e222b71d", "somebody"));
  }

  /// So that two base layers that are found equal are.
  @Test
  void nothingCanBeTakenOutUnseen() throws Exception {
    Made made = made(everything());
    BaseLayer whole = module.reading().apply(made);
    for (Made.Resource taken : made.resources()) {
      var rest = made.resources().stream().filter(other -> !other.equals(taken)).toList();
      assertThat(read(new Made(rest, made.outputs()))).as(taken.address()).isNotEqualTo(whole);
    }
  }

  private Object read(Made made) {
    try {
      return module.reading().apply(made);
    } catch (IllegalStateException e) {
      return e;
    }
  }

  @Test
  void aSecondRunChangesNothingAndAllGoesAway() throws Exception {
    Terraform terraform = applied(everything());
    assertThat(terraform.require(0, "plan", "-detailed-exitcode", "-no-color"))
        .contains("No changes");
    terraform.require(0, "destroy", "-auto-approve", "-no-color");
    assertThat(terraform.made().resources()).isEmpty();
  }

  @Test
  void thePageNamesEveryVariableAndOutput() throws Exception {
    var page = ModulePage.of(Path.of(module.folder()));
    var variables = new TreeSet<>(VARIABLES);
    variables.addAll(module.own());
    variables.removeAll(module.lacks());
    assertThat(page.variables()).isEqualTo(variables);
    assertThat(page.described("Inputs")).isEqualTo(page.variables());
    assertThat(page.described("Outputs")).isEqualTo(page.outputs());
  }

  private boolean falls(Shortfall shortfall) {
    return module.falls().contains(shortfall);
  }

  private String existing() {
    return "existing_vpc = " + module.existing() + "\n";
  }

  private String everything() {
    return NEW
        + """
        tunnel_cidr          = "100.64.0.0/24"
        egress               = [{ what = "Orders database", cidr = "192.0.2.10/32", port = 5432 }]
        cluster_access_cidrs = ["192.0.2.0/24"]
        runner               = { namespace = "data", service_account = "hand" }
        tags                 = { owner = "somebody" }
        """
        + module.more();
  }

  private static boolean inside(String range) {
    return range.startsWith("10.") || range.startsWith("172.16.") || range.startsWith("192.168.");
  }

  /// What may come into the network: rules whose other side is addresses that are not inside; not
  /// those who may ask the Kubernetes API, and are named for it.
  private static Set<String> comingIn(BaseLayer layer) {
    return layer.rules().stream()
        .filter(rule -> rule.way() == Rule.Way.IN && rule.ofRange() && !inside(rule.peer()))
        .filter(
            rule -> !rule.of().equals(Rule.API) || !layer.cluster().from().contains(rule.peer()))
        .map(Rule::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What may leave the network: rules of nodes whose other side is addresses that are not inside.
  private static Set<String> leaving(BaseLayer layer) {
    return layer.rules().stream()
        .filter(rule -> rule.way() == Rule.Way.OUT && rule.ofRange() && !inside(rule.peer()))
        .map(Rule::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private BaseLayer layer(String arguments) throws IOException, InterruptedException {
    return module.reading().apply(made(arguments));
  }

  private Made made(String arguments) throws IOException, InterruptedException {
    Made known = made.get(arguments);
    if (known == null) {
      known = applied(arguments).made();
      made.put(arguments, known);
    }
    return known;
  }

  /// Which provider a root module takes, and how that is set up.
  String provider() throws IOException {
    return """
    terraform {
      required_providers {
        %s = {
          source = "%s"
        }
      }
    }
    """
        .formatted(module.provider().name(), module.provider().source());
  }

  /// Terraform in a root module, with that provider.
  Terraform terraform(Path root, Path scratch) throws IOException {
    return Terraform.with(root, scratch, module.provider());
  }

  /// Whether a resource can have labels at all.
  boolean canSaySo(Made.Resource resource) {
    return Labels.canBeSaid(module.provider(), resource.type());
  }

  private Terraform applied(String arguments) throws IOException, InterruptedException {
    Path root = Files.createTempDirectory(scratch, "root");
    Terraform.copy(Path.of(module.folder()), root.resolve(module.folder()));
    Files.writeString(
        root.resolve("main.tf"),
        """
        %s
        module "data_plane" {
          source     = "./%s"
          name       = "acme-prod"
          install_id = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
          %s
          control_plane = {
            cidrs  = ["203.0.113.0/28", "198.51.100.7/32"]
            %s
          }
          %s
        }

        output "made" {
          value = module.data_plane
        }
        """
            .formatted(
                provider(),
                module.folder(),
                module.account(),
                arguments.contains("egress")
                    ? "tunnel = { cidr = \"203.0.113.1/32\", port = 51820 }"
                    : "",
                arguments));
    Terraform terraform = terraform(root, Files.createTempDirectory(scratch, "of"));
    terraform.require(0, "init", "-no-color");
    terraform.require(0, "apply", "-auto-approve", "-no-color");
    return terraform;
  }
}
