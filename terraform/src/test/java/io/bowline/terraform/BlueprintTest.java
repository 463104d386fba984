package io.bowline.terraform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.layer.BaseLayer;
import io.bowline.testkit.layer.Rule;
import io.bowline.testkit.process.Terraform;
import io.bowline.testkit.terraform.Made;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever comes into Google's or Oracle's cloud by an archive gets what comes out of the module,
/// no more and no less: the archive's bytes are unpacked and applied as the cloud's service would.
@Tag("real")
@RequiresPart({"terraform", "recorded-provider"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlueprintTest {
  private static final Vendor VENDOR =
      new Vendor(
          List.of("203.0.113.0/28", "198.51.100.7/32"),
          Optional.of(new Vendor.Tunnel("203.0.113.16/32", 51820)),
          new Vendor.RunnerKit("image", "{}", "mode: signed\n", "{}"),
          Optional.empty());
  private static final String INSTALL = "74a6a81e-3f28-44e7-8e94-39f2e222b71d";

  /// What an archive tells besides: the version of what may be chosen.
  private static final String VERSION = "bowline_version";

  /// One of both clouds.
  ///
  /// @param always what an archive is given besides
  /// @param existing a network of theirs
  /// @param pool other machines
  record Cloud(
      Door door,
      CloudModule module,
      Site site,
      Map<String, String> always,
      Map<String, String> existing,
      Map<String, String> pool) {
    @Override
    public String toString() {
      return module.folder();
    }
  }

  private static final Cloud GOOGLE =
      new Cloud(
          Door.GCP_BLUEPRINT,
          GoogleModuleTest.MODULE,
          new Site("acme-prod", INSTALL, "acme-streaming", "europe-west3", "external"),
          Map.of(),
          Map.of("vpc_id", "shared", "subnet_ids", "streaming"),
          Map.of("system_instance_type", "n2-standard-2", "system_nodes", "1"));

  private static final Cloud ORACLE =
      new Cloud(
          Door.ORACLE_STACK,
          OracleModuleTest.MODULE,
          new Site("acme-prod", INSTALL, "ocid1.tenancy.oc1..aaaa", "eu-frankfurt-1", "external"),
          Map.of(
              "compartment_id", "ocid1.compartment.oc1..bbbb",
              "home_region", "eu-frankfurt-1",
              "tenancy_ocid", "ocid1.tenancy.oc1..aaaa"),
          Map.of(
              "vpc_id", "ocid1.vcn.oc1.eu-frankfurt-1.cccc",
              "subnet_ids", "ocid1.subnet.oc1.eu-frankfurt-1.dddd"),
          Map.of("system_instance_type", "VM.Standard.E4.Flex", "system_nodes", "1"));

  static List<Cloud> clouds() {
    return List.of(GOOGLE, ORACLE);
  }

  /// What somebody wishes, as the archive and as the module takes it.
  record Wish(String what, Map<String, String> given, String module) {
    @Override
    public String toString() {
      return what;
    }
  }

  @TempDir private Path scratch;
  private final Map<String, Made> archives = new HashMap<>();

  static Stream<Arguments> wishes() {
    return clouds().stream()
        .flatMap(cloud -> wishes(cloud).stream().map(wish -> Arguments.of(cloud, wish)));
  }

  private static List<Wish> wishes(Cloud cloud) {
    var smaller = new TreeMap<>(cloud.pool());
    smaller.putAll(
        Map.of(
            "vpc_address", "10.9.0.0",
            "vpc_prefix", "20",
            "vpc_zones", "2",
            "cluster_access_cidrs", "192.0.2.0/24, 198.51.100.9/32",
            "tunnel_cidr", "100.64.0.0/24",
            "declared_targets", "192.0.2.10/32:5432,192.0.2.0/28:9092"));
    return List.of(
        new Wish("a new network", Map.of(), "vpc = {}"),
        new Wish(
            "a smaller network, and a Kubernetes API that some reach",
            smaller,
            """
            vpc                  = { cidr = "10.9.0.0/20", zones = 2 }
            cluster_access_cidrs = ["192.0.2.0/24", "198.51.100.9/32"]
            tunnel_cidr          = "100.64.0.0/24"
            egress = [
              { what = "Declared target", cidr = "192.0.2.10/32", port = 5432 },
              { what = "Declared target", cidr = "192.0.2.0/28", port = 9092 },
            ]
            %s
            """
                .formatted(cloud.module().more())),
        new Wish(
            "a network of theirs",
            cloud.existing(),
            "existing_vpc = " + cloud.module().existing()));
  }

  @ParameterizedTest
  @Tag("C20.same-resources")
  @MethodSource("wishes")
  void archiveAndModuleMakeTheSameAndTellTheSame(Cloud cloud, Wish wish) throws Exception {
    Made wanted = module(cloud, wish);
    Made made = archive(cloud, wish);
    Map<String, JsonNode> form = form(wanted);
    assertThat(form(made)).isEqualTo(form);
    assertThat(form).hasSizeGreaterThan(20);
    var told = new TreeMap<>(made.outputs());
    assertThat(told.remove(VERSION).asInt()).isPositive();
    assertThat(told).isEqualTo(wanted.outputs());
    assertThat(cloud.module().reading().apply(new Made(made.resources(), told)))
        .isEqualTo(cloud.module().reading().apply(wanted));
  }

  /// Said of the archive itself, beside that it is what the module makes: whatever comes from
  /// outside or goes there.
  @ParameterizedTest
  @MethodSource("clouds")
  @Tag("C45.rules-exact")
  @Tag("C50.rules-exact")
  void whatComesInAndGoesOutIsWhatWasChosenAndNothingElse(Cloud cloud) throws Exception {
    List<Wish> wishes = wishes(cloud);
    var plane = new TreeSet<String>();
    for (String range : VENDOR.cidrs()) {
      for (int port : List.of(443, 8433, 9090, 9701)) {
        plane.add("OUT nodes %s tcp %d".formatted(range, port));
      }
    }
    plane.add("OUT nodes 203.0.113.16/32 udp 51820");
    assertThat(outside(cloud, wishes.getFirst())).isEqualTo(plane);
    assertThat(outside(cloud, wishes.getLast())).isEqualTo(plane);
    var chosen = new TreeSet<>(plane);
    chosen.addAll(
        List.of(
            "OUT nodes 192.0.2.10/32 tcp 5432",
            "OUT nodes 192.0.2.0/28 tcp 9092",
            "IN nodes 100.64.0.0/24 tcp 443",
            "IN nodes 100.64.0.0/24 tcp 9094"));
    assertThat(outside(cloud, wishes.get(1))).isEqualTo(chosen);
  }

  /// Rules whose other side is addresses outside the network, but for who may ask the Kubernetes
  /// API.
  private Set<String> outside(Cloud cloud, Wish wish) throws Exception {
    Made made = archive(cloud, wish);
    var told = new TreeMap<>(made.outputs());
    told.remove(VERSION);
    BaseLayer layer = cloud.module().reading().apply(new Made(made.resources(), told));
    return layer.rules().stream()
        .filter(rule -> rule.ofRange() && !rule.peer().startsWith("10."))
        .filter(
            rule -> !rule.of().equals(Rule.API) || !layer.cluster().from().contains(rule.peer()))
        .map(Rule::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Without this the comparison could be one that always holds.
  @ParameterizedTest
  @MethodSource("clouds")
  void whateverIsLeftOutOrAlteredIsSeen(Cloud cloud) throws Exception {
    Made whole = archive(cloud, wishes(cloud).getFirst());
    Map<String, JsonNode> form = form(whole);
    int altered = 0;
    for (Made.Resource each : whole.resources()) {
      var less = new ArrayList<>(whole.resources());
      less.remove(each);
      assertThat(form(new Made(less, whole.outputs()))).as(each.address()).isNotEqualTo(form);
      for (String field : fields(each.values())) {
        var other = new ArrayList<>(less);
        ObjectNode values = each.values().deepCopy();
        values.put(field, "another");
        other.add(new Made.Resource(each.address(), each.type(), values));
        assertThat(form(new Made(other, whole.outputs()))).as(each.address()).isNotEqualTo(form);
        altered++;
      }
    }
    assertThat(altered).isGreaterThan(200);
  }

  /// The comparison reads the archive itself, and not what it was rendered from.
  @ParameterizedTest
  @MethodSource("clouds")
  void oneLineAlteredInTheArchiveIsSeen(Cloud cloud) throws Exception {
    Map<String, String> files = unpacked(rendered(cloud));
    String walls = files.get("data-plane/walls.tf");
    files.put("data-plane/walls.tf", walls.replace("8433", "8434"));
    assertThat(files.get("data-plane/walls.tf")).isNotEqualTo(walls);
    assertThat(form(applied(cloud, files, Map.of())))
        .isNotEqualTo(form(archive(cloud, wishes(cloud).getFirst())));
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void whatIsWrongIsSaidInASentenceBeforeAnythingIsMade(Cloud cloud) throws Exception {
    for (var wrong :
        Map.of(
                "name", "a-name-that-is-longer-than-it-may",
                "install_id", "acme-prod",
                "account_id", "1234567890",
                "region", "Frankfurt",
                "vpc_address", "fd00::1",
                "vpc_prefix", "28",
                "vpc_id", "not a network",
                "cluster_access_cidrs", "192.0.2.0/24,0.0.0.0/0",
                "declared_targets", "0.0.0.0/0:443",
                "system_disk_gib", "5")
            .entrySet()) {
      Terraform terraform =
          laid(cloud, unpacked(rendered(cloud)), Map.of(wrong.getKey(), wrong.getValue()));
      Terraform.Ended ended = terraform.run("plan", "-no-color", "-var-file=given.tfvars");
      assertThat(ended.code()).as(wrong.toString()).isEqualTo(1);
      assertThat(ended.said()).as(wrong.toString()).contains(wrong.getKey() + ": ");
    }
  }

  @Test
  @Tag("C1.foreign-account-refused")
  void aStackInAnotherTenancyMakesNothing() throws Exception {
    Cloud cloud = ORACLE;
    Terraform terraform =
        laid(cloud, unpacked(rendered(cloud)), Map.of("tenancy_ocid", "ocid1.tenancy.oc1..eeee"));
    Terraform.Ended ended =
        terraform.run("apply", "-auto-approve", "-no-color", "-var-file=given.tfvars");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.said().replaceAll("[\\s│]+", " "))
        .contains("this stack is in ocid1.tenancy.oc1..eeee. Nothing was made.");
    assertThat(terraform.made().resources()).isEmpty();
  }

  /// The services of both clouds run this one, and no later one.
  @ParameterizedTest
  @MethodSource("clouds")
  @Tag("nightly")
  @RequiresPart("terraform-1.5")
  void theTerraformOfTheirServicesMakesTheSame(Cloud cloud) throws Exception {
    Map<String, Made> both = new HashMap<>();
    for (String part : List.of("terraform", "terraform-1.5")) {
      Terraform terraform = laid(cloud, unpacked(rendered(cloud)), Map.of()).by(part);
      terraform.require(0, "init", "-no-color");
      terraform.require(0, "validate", "-no-color");
      terraform.require(0, "apply", "-auto-approve", "-no-color", "-var-file=given.tfvars");
      both.put(part, terraform.made());
    }
    assertThat(form(both.get("terraform-1.5"))).isEqualTo(form(both.get("terraform")));
  }

  private static List<String> fields(JsonNode values) {
    return values.properties().stream().map(Map.Entry::getKey).toList();
  }

  /// What was made, by address, with every value.
  private static Map<String, JsonNode> form(Made made) {
    var form = new TreeMap<String, JsonNode>();
    made.resources().forEach(each -> form.put(each.address(), each.values()));
    return form;
  }

  private static Document rendered(Cloud cloud) {
    return Templates.render(cloud.door(), VENDOR, Optional.of(cloud.site()));
  }

  static Document general(Door door) {
    return Templates.render(door, VENDOR, Optional.empty());
  }

  static Map<String, String> unpacked(Document document) throws IOException {
    var files = new TreeMap<String, String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(document.bytes()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    }
    return files;
  }

  private Made archive(Cloud cloud, Wish wish) throws Exception {
    String key = cloud + " " + wish;
    Made known = archives.get(key);
    if (known == null) {
      known = applied(cloud, unpacked(rendered(cloud)), wish.given());
      archives.put(key, known);
    }
    return known;
  }

  private Made applied(Cloud cloud, Map<String, String> files, Map<String, String> given)
      throws Exception {
    Terraform terraform = laid(cloud, files, given);
    terraform.require(0, "apply", "-auto-approve", "-no-color", "-var-file=given.tfvars");
    Made made = terraform.made();
    var outputs = new TreeMap<String, JsonNode>();
    JsonNode told =
        JsonMapper.builder().build().readTree(terraform.require(0, "output", "-json", "-no-color"));
    told.properties().forEach(each -> outputs.put(each.getKey(), each.getValue().path("value")));
    return new Made(made.resources(), outputs);
  }

  private Terraform laid(Cloud cloud, Map<String, String> files, Map<String, String> given)
      throws Exception {
    Path root = Files.createTempDirectory(scratch, "archive");
    for (var file : files.entrySet()) {
      Path at = root.resolve(file.getKey());
      Files.createDirectories(at.getParent());
      Files.writeString(at, file.getValue());
    }
    var values = new TreeMap<>(cloud.always());
    values.putAll(given);
    Files.writeString(root.resolve("given.tfvars"), lines(values));
    return initialized(cloud, root);
  }

  private Terraform initialized(Cloud cloud, Path root) throws Exception {
    Terraform terraform =
        Terraform.with(root, Files.createTempDirectory(scratch, "of"), cloud.module().provider());
    terraform.require(0, "init", "-no-color");
    return terraform;
  }

  private static String lines(Map<String, String> values) {
    var text = new StringBuilder();
    values.forEach((name, value) -> text.append("%s = \"%s\"\n".formatted(name, value)));
    return text.toString();
  }

  private Made module(Cloud cloud, Wish wish) throws Exception {
    Path root = Files.createTempDirectory(scratch, "root");
    Terraform.copy(Path.of(cloud.module().folder()), root.resolve(cloud.module().folder()));
    Files.writeString(
        root.resolve("main.tf"),
        """
        terraform {
          required_providers {
            %s = {
              source = "%s"
            }
          }
        }

        module "data_plane" {
          source     = "./%s"
          name       = "acme-prod"
          install_id = "%s"
          %s
          control_plane = {
            cidrs  = ["203.0.113.0/28", "198.51.100.7/32"]
            tunnel = { cidr = "203.0.113.16/32", port = 51820 }
          }
          %s
        }

        output "made" {
          value = module.data_plane
        }
        """
            .formatted(
                cloud.module().provider().name(),
                cloud.module().provider().source(),
                cloud.module().folder(),
                INSTALL,
                cloud.module().account(),
                wish.module()));
    Terraform terraform = initialized(cloud, root);
    terraform.require(0, "apply", "-auto-approve", "-no-color");
    return terraform.made();
  }
}
