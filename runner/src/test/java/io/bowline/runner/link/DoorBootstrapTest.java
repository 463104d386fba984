package io.bowline.runner.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.proto.codec.Addresses;
import io.bowline.runner.step.image.RegistrySettings;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.SelfSigned;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What the starter of each rendered door leaves in the cluster, read by the runner's own classes.
@Tag("real")
@RequiresPart("moto_server")
class DoorBootstrapTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String REGISTRY = "bowline.registry.";
  private static final String TOKEN = "bowline-enroll-Zm9yIG9uZSBydW5uZXI";

  @TempDir Path scratch;

  @Test
  void theStackOfAwsTellsTheRunnerWhereItIsAndWhereItsImagesGo() throws Exception {
    JsonNode stack =
        JSON.valueToTree(
            new Yaml(new SafeConstructor(new LoaderOptions()))
                .<Object>load(rendered(Door.AWS_STACK)));
    String code = stack.at("/Resources/StarterFunction/Properties/Code/ZipFile").asText();
    JsonNode runner = stack.at("/Resources/Runner/Properties");
    String settings =
        runner
            .at("/Settings/Fn::Sub")
            .asText()
            .replace("${AWS::AccountId}", "123456789012")
            .replace("${AWS::Region}", "eu-central-1")
            .replace("${AWS::URLSuffix}", "amazonaws.com")
            .replace("${Name}", "prod")
            .replace("${Key.Arn}", "arn:aws:kms:eu-central-1:123456789012:key/1");
    ObjectNode given =
        JSON.createObjectNode()
            .put("Token", TOKEN)
            .put("Account", "123456789012")
            .put("Region", "eu-central-1")
            .put("Settings", settings);
    Left left = left(code, "filled(each['object'], given)", runner.path("Objects"), given);
    assertThat(left.bootstrap().cloud()).isEqualTo("aws");
    assertThat(left.bootstrap().cloudAccount()).isEqualTo("123456789012");
    assertThat(left.bootstrap().region()).isEqualTo("eu-central-1");
    assertThat(left.bootstrap().token()).isEqualTo(TOKEN);
    assertThat(left.registry())
        .isEqualTo(
            Map.of(
                "url", "https://123456789012.dkr.ecr.eu-central-1.amazonaws.com",
                "kind", "ecr",
                "prefix", "bowline-prod",
                "kms-key", "arn:aws:kms:eu-central-1:123456789012:key/1"));
  }

  @Test
  void theMachineOfAzureTellsItTheSame() throws Exception {
    JsonNode template = JSON.readTree(rendered(Door.AZURE_ARM));
    String subscription = "11111111-2222-4333-8444-555555555555";
    ObjectNode given =
        JSON.createObjectNode()
            .put("Token", TOKEN)
            .put("Account", subscription)
            .put("Region", "westeurope")
            .put("Registry", "bowlineprod.azurecr.io/bowline-prod")
            .put("RunnerClientId", "client");
    String code =
        template.findValuesAsText("script").stream()
            .filter(text -> text.contains("def filled"))
            .findFirst()
            .orElseThrow()
            .replace(
                "{given}", Base64.getEncoder().encodeToString(given.toString().getBytes(UTF_8)));
    Left left = left(code, "filled(each['object'])", JSON.missingNode(), given);
    assertThat(left.bootstrap().cloud()).isEqualTo("azure");
    assertThat(left.bootstrap().cloudAccount()).isEqualTo(subscription);
    assertThat(left.bootstrap().region()).isEqualTo("westeurope");
    assertThat(left.bootstrap().token()).isEqualTo(TOKEN);
    assertThat(left.registry())
        .isEqualTo(
            Map.of(
                "url", "https://bowlineprod.azurecr.io",
                "kind", "acr",
                "prefix", "bowline-prod"));
  }

  @Test
  void theProgramOfGooglesAndOraclesArchivesTellsItTheSame() throws Exception {
    for (var each :
        Map.of(
                Door.GCP_BLUEPRINT,
                List.of(
                    "gcp",
                    "acme-streaming",
                    "europe-west3",
                    "europe-west3-docker.pkg.dev",
                    "google"),
                Door.ORACLE_STACK,
                List.of(
                    "oci",
                    "ocid1.tenancy.oc1..aaaa",
                    "eu-frankfurt-1",
                    "ocir.eu-frankfurt-1.oci.oraclecloud.com",
                    "ocir"))
            .entrySet()) {
      List<String> place = each.getValue();
      ObjectNode made =
          JSON.createObjectNode()
              .put("account_id", place.get(1))
              .put("region", place.get(2))
              .put("registry", place.get(3) + "/acme/bowline-prod")
              .put("runner_service_account", "runner@acme.iam.gserviceaccount.com");
      ObjectNode given = JSON.createObjectNode().put("Token", TOKEN);
      given.set("made", made);
      String code = packed(each.getKey()) + "\nOBJECTS = SETTINGS['objects']\n";
      Left left =
          left(
              code,
              "json.dumps(filled(each, given['Token'], given['made']))",
              JSON.missingNode(),
              given);
      assertThat(left.bootstrap().cloud()).isEqualTo(place.get(0));
      assertThat(left.bootstrap().cloudAccount()).isEqualTo(place.get(1));
      assertThat(left.bootstrap().region()).isEqualTo(place.get(2));
      assertThat(left.bootstrap().token()).isEqualTo(TOKEN);
      assertThat(left.registry())
          .isEqualTo(
              Map.of(
                  "url",
                  "https://" + place.get(3),
                  "kind",
                  place.get(4),
                  "prefix",
                  "acme/bowline-prod"));
    }
  }

  /// The program in an archive.
  private static String packed(Door door) throws Exception {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(document(door).bytes()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("start.py")) {
          return new String(zip.readAllBytes(), UTF_8);
        }
      }
    }
    throw new AssertionError("no program in " + door);
  }

  /// What a starter left.
  private record Left(Bootstrap bootstrap, Map<String, String> registry) {}

  /// Runs the starter's own function over each of its objects.
  ///
  /// @param objects as its cloud hands them to it; missing where the program has them itself
  private Left left(String code, String call, JsonNode objects, JsonNode given) throws Exception {
    Files.writeString(scratch.resolve("starter.py"), code);
    Files.writeString(scratch.resolve("given.json"), given.toString());
    Files.writeString(scratch.resolve("objects.json"), objects.asText("null"));
    Path python = Parts.here().cache().resolve("parts/moto/bin/python");
    Process process =
        new ProcessBuilder(
                python.toString(),
                "-c",
                """
                import json
                from starter import *
                given = json.load(open("given.json"))
                objects = json.load(open("objects.json")) or OBJECTS
                print(json.dumps([json.loads(%s) for each in objects]))
                """
                    .formatted(call))
            .directory(scratch.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    String secret = "";
    String properties = "";
    for (JsonNode each : JSON.readTree(said)) {
      secret += each.at("/data/bootstrap.json").asText();
      properties += each.at("/data/runner.properties").asText();
    }
    Path file = scratch.resolve("bootstrap.json");
    Files.write(file, Base64.getDecoder().decode(secret));
    return new Left(Bootstrap.read(file), registry(properties));
  }

  /// Its lines of the registry; each has to be a key of the runner's settings, since another one
  /// stops the start.
  private static Map<String, String> registry(String text) throws Exception {
    List<String> known =
        Stream.of(RegistrySettings.class.getMethods())
            .map(method -> method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
            .toList();
    var properties = new Properties();
    properties.load(new StringReader(text));
    var lines = new TreeMap<String, String>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(REGISTRY)) {
        lines.put(key.substring(REGISTRY.length()), properties.getProperty(key));
      }
    }
    assertThat(known).containsAll(lines.keySet());
    RegistrySettings.Kind.valueOf(lines.get("kind").toUpperCase(Locale.ROOT));
    return lines;
  }

  private static String rendered(Door door) throws Exception {
    return document(door).text();
  }

  private static Document document(Door door) throws Exception {
    var address = new Addresses.Address("bowline.example.com", 9701, "bowline.example.com", 443);
    String place = JSON.writeValueAsString(address);
    ObjectNode start = JSON.createObjectNode().put("version", 1);
    ObjectNode addresses = start.putObject("addresses");
    for (String each : List.of("link", "logs", "metrics", "artifacts")) {
      addresses.set(each, JSON.readTree(place));
    }
    start.put("authorities", SelfSigned.make().pem());
    var kit = new Vendor.RunnerKit("image", "{}", "mode: signed\n", start.toString());
    var vendor = new Vendor(List.of("203.0.113.0/28"), Optional.empty(), kit, Optional.empty());
    return Templates.render(door, vendor, Optional.empty());
  }
}
