package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Moto;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `bowline preflight` says of a cloud.
class PreflightCloudTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  @TempDir Path folder;

  private Run run(String endpoint, String... arguments) {
    return new Run.User(
            folder,
            Map.of(
                "AWS_ENDPOINT_URL",
                endpoint,
                "AWS_ACCESS_KEY_ID",
                "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                SECRET),
            "")
        .run(arguments);
  }

  private static String[] aws(String... more) {
    var arguments =
        new ArrayList<>(
            List.of("preflight", "--cloud", "aws", "--region", "eu-central-1", "--name", "prod"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  @Tag("real")
  @RequiresPart("moto_server")
  void anAccountIsLookedAtWithWhatSomebodyIsSignedInWith() throws Exception {
    try (Moto moto = Moto.start(Map.of())) {
      Run run = run(moto.address().toString(), aws("--account", "123456789012", "-o", "json"));
      JsonNode list = JSON.readTree(run.out());
      assertThat(list.findValuesAsText("check"))
          .contains(
              "account", "region", "zones", "machines", "quota.vpcs", "names.roles", "rights");
      JsonNode schema =
          JSON.readTree(
              Files.readString(
                  Path.of(
                      System.getProperty("bowline.root"), "docs/schema/preflight-v1.schema.json")));
      List<String> words = new ArrayList<>();
      schema.at("/items/properties/verdict/enum").forEach(word -> words.add(word.asText()));
      var names = new ArrayList<String>();
      schema.at("/items/required").forEach(name -> names.add(name.asText()));
      for (JsonNode seen : list) {
        assertThat(words).contains(seen.path("verdict").asText());
        assertThat(seen.propertyStream().map(Map.Entry::getKey))
            .containsExactlyInAnyOrderElementsOf(names);
      }
      assertThat(run.out() + run.err()).doesNotContain(SECRET);
      Run nowhere = run(moto.address().toString(), aws("--vpc", "vpc-0123456789abcdef0"));
      assertThat(nowhere.code()).isEqualTo(1);
      assertThat(nowhere.out())
          .containsPattern("vpc +fail +there is no network vpc-0123456789abcdef0")
          .contains("    aws ec2 describe-vpcs --region eu-central-1");
    }
  }

  @Test
  void aCloudThatDoesNotAnswerIsUnknownAndNotWell() throws Exception {
    int closed;
    try (var probe = new ServerSocket(0)) {
      closed = probe.getLocalPort();
    }
    Run run = run("http://127.0.0.1:" + closed, aws());
    assertThat(run.out()).containsPattern("account +unknown").doesNotContain("Exception");
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"azure", "gcp", "oci"})
  void whatIsNotLookedAtInAnotherCloudIsSaid(String cloud) {
    Run run = run("http://127.0.0.1:1", "preflight", "--cloud", cloud);
    assertThat(run.out())
        .contains("not looked at in " + cloud)
        .containsPattern("machines +unknown")
        .doesNotContain(" ok ");
  }

  @Test
  @Tag("C72.region-warning")
  void sourcesInAnotherRegionAreWarnedOf() {
    Run far = run("x:", "preflight", "--source-region", "us-east-1", "--region", "eu-central-1");
    assertThat(far.code()).isZero();
    assertThat(far.out())
        .containsPattern("source.region +warn")
        .contains("Create the install in us-east-1");
    assertThat(
            run("x:", "preflight", "--source-region", "eu-central-1", "--region", "eu-central-1")
                .out())
        .containsPattern("source.region +ok");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cloud tofu | --cloud must be aws, azure, gcp or oci",
        "--cloud aws --name prod | --region is missing",
        "--cloud aws --region eu-central-1 | --name is missing",
        "--cloud aws --region eu-central-1 --name Prod | --name Prod is none",
        "--cloud aws --region ../.. --name prod | --region ../.. is none",
        "--cloud aws --region eu-central-1 --name prod --subnet subnet-1 | --subnet goes with --vpc",
        "--cloud gcp --credentials absent.json | as JSON",
      })
  void whatIsAskedWronglyIsSaidInALine(String arguments, String said) {
    Run run = run("http://127.0.0.1:1", ("preflight " + arguments).split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(said);
  }

  @Test
  void credentialsOfAFileAreNeverPrinted() throws Exception {
    Files.writeString(
        folder.resolve("azure.json"),
        "{\"client_id\":\"x\",\"client_secret\":\"%s\"}".formatted(SECRET));
    Run run =
        run("http://127.0.0.1:1", "preflight", "--cloud", "azure", "--credentials", "azure.json");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("tenant_id").doesNotContain(SECRET);
  }
}
