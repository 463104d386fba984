package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The verbs that reckon, against an API whose answers a test writes down.
class SizeVerbsTest {
  private static final String KUBECTL =
      """
      {"kind": "List", "items": [
        {"kind": "Node", "metadata": {"name": "n1", "labels": {
            "node.kubernetes.io/instance-type": "m5.xlarge", "topology.kubernetes.io/zone": "a"}},
         "spec": {}, "status": {"allocatable": {"cpu": "3920m", "memory": "15Gi"}}},
        {"kind": "Node", "metadata": {"name": "cp", "labels": {}},
         "spec": {"taints": [{"key": "x", "effect": "NoSchedule"}]},
         "status": {"allocatable": {"cpu": "2", "memory": "8000000Ki"}}},
        {"kind": "Pod", "spec": {"nodeName": "n1", "overhead": {"cpu": "10m"},
          "initContainers": [
            {"resources": {"requests": {"cpu": "1"}}},
            {"restartPolicy": "Always", "resources": {"requests": {"cpu": "50m"}}}],
          "containers": [
            {"resources": {"requests": {"cpu": "0.2", "memory": "100M"}}},
            {"resources": {}}]}, "status": {"phase": "Running"}},
        {"kind": "Pod", "spec": {"nodeName": "n1",
          "containers": [{"resources": {"requests": {"cpu": "500m", "memory": "1Mi"}}}]},
         "status": {"phase": "Running"}},
        {"kind": "Pod", "spec": {"nodeName": "n1",
          "containers": [{"resources": {"requests": {"cpu": "64"}}}]},
         "status": {"phase": "Succeeded"}}]}
      """;

  @TempDir Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void nodesAreSentWithWhatTheirPodsAskAndNothingElse() throws IOException {
    api.answer(
        "POST calculators/capacity",
        "{\"units\":1,\"unitsWithoutLargestZone\":0,\"warnings\":[\"Too few.\"]}");
    Files.writeString(folder.resolve("cluster.json"), KUBECTL);
    Run told = operator.run("size", "capacity", "--nodes", "cluster.json", "--wanted", "4");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("UNITS:").contains("! Too few.").doesNotContain("No pods");
    assertThat(api.asked().getLast().body())
        .isEqualTo(
            "{\"nodes\":[{\"name\":\"n1\",\"type\":\"m5.xlarge\",\"zone\":\"a\","
                + "\"schedulable\":true,\"milliCpu\":3920,\"memoryBytes\":16106127360,"
                + "\"takenMilliCpu\":1500,\"takenMemoryBytes\":101048576},"
                + "{\"name\":\"cp\",\"type\":\"\",\"zone\":\"\",\"schedulable\":false,"
                + "\"milliCpu\":2000,\"memoryBytes\":8192000000,\"takenMilliCpu\":0,"
                + "\"takenMemoryBytes\":0}],\"maxKafkaUnits\":4}");
  }

  @Test
  void nodesWithoutPodsAreReckonedWithAWord() {
    api.answer("POST calculators/capacity", "{\"units\":1,\"warnings\":[]}");
    var user =
        new Run.User(
            folder,
            operator.environment(),
            "{\"items\":[{\"kind\":\"Node\",\"metadata\":{\"name\":\"n\"}}]}");
    Run told = user.run("size", "capacity", "--nodes", "-");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("! No pods were given");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "not json;it is not JSON",
        "||;there are no nodes in it",
        "{\"items\":[{\"kind\":\"Node\",\"metadata\":{\"name\":\"n\"},\"status\":{\"allocatable\":"
            + "{\"cpu\":\"many\"}}}]};'many' is no amount",
        "{\"items\":[{\"kind\":\"Node\",\"metadata\":{\"name\":\"n\"},\"status\":{\"allocatable\":"
            + "{\"cpu\":\"9e99\"}}}]};'9e99' is no amount"
      })
  void whatKubectlDidNotPrintIsSaidInOneLine(String input, String said) {
    var user = new Run.User(folder, operator.environment(), input);
    Run refused = user.run("size", "capacity", "--nodes", "-");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).startsWith("bowline: ").contains(said).hasLineCount(1);
  }

  @Test
  void aClusterIsAskedForByUnitsOrByRate() {
    api.answer(
        "GET calculators/cluster-size?produceMbps=55&zones=2",
        "{\"units\":3,\"nodes\":6,\"zones\":[2,1],\"warnings\":[\"Narrow.\"]}");
    Run told = operator.run("size", "cluster", "--produce", "55", "--zones", "2");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("NODES:").contains("! Narrow.");
    assertThat(operator.run("size", "cluster").code()).isEqualTo(2);
    assertThat(operator.run("size", "cluster", "--units", "1", "--produce", "1").code())
        .isEqualTo(2);
  }

  @Test
  void aCostSaysHowMuchIsKnown() {
    api.answer(
        "GET calculators/cost?from=aws%2Fa&nodeType=m&nodes=3&to=gcp%2Fb&units=1",
        """
        {"gigabytes":51840,"ingress":{"kind":"free","note":"Free."},
         "egress":{"kind":"at-most","amount":5184.00,"currency":"USD","note":"At most."},
         "nodes":{"kind":"unknown","note":"No price."},"warning":"Far."}\
        """);
    Run told =
        operator.run(
            "cost",
            "--from",
            "aws/a",
            "--to",
            "gcp/b",
            "--units",
            "1",
            "--node-type",
            "m",
            "--nodes",
            "3");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out())
        .contains("in        0: Free.")
        .contains("out       at most 5184.0 USD: At most.  (51840 GB)")
        .contains("nodes     unknown: No price.")
        .contains("! Far.");
  }
}
