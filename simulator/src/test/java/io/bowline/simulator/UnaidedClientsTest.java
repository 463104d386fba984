package io.bowline.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kubectl` and `helm` as a person has them, with nothing but the account's kubeconfig.
@Tag("real")
class UnaidedClientsTest {
  @TempDir static Path folder;
  private static Account account;

  private record Said(int code, String text) {}

  @BeforeAll
  static void start() throws IOException {
    account = Account.start(folder.resolve("account"), AccountOptions.usual().withEveryImage());
  }

  @AfterAll
  static void stop() {
    account.close();
  }

  @Test
  @RequiresPart("kubectl")
  void kubectlDeploysWatchesAndReadsLogs() throws Exception {
    assertThat(kubectl("create", "namespace", "typed").code()).isZero();
    assertThat(
            kubectl(
                    "-n",
                    "typed",
                    "create",
                    "deployment",
                    "web",
                    "--image=busybox:1",
                    "--",
                    "sh",
                    "-c",
                    "echo hello; sleep 1000")
                .code())
        .isZero();
    assertThat(
            kubectl("-n", "typed", "rollout", "status", "deployment/web", "--timeout=60s").text())
        .endsWith("deployment \"web\" successfully rolled out");
    assertThat(kubectl("-n", "typed", "logs", "deployment/web").text()).isEqualTo("hello");
    assertThat(kubectl("-n", "typed", "describe", "deployment", "web").text())
        .contains("1 desired | 1 updated | 1 total | 1 available");
    assertThat(kubectl("-n", "typed", "delete", "deployment", "web", "--wait=true").code())
        .isZero();
  }

  @Test
  @RequiresPart("kubectl")
  void kubectlIsToldWhatASimulatedAccountCannotDo() throws Exception {
    kubectl("create", "namespace", "asked");
    kubectl("-n", "asked", "run", "one", "--image=busybox:1", "--", "sleep", "1000");
    kubectl("-n", "asked", "wait", "--for=condition=Ready", "pod/one", "--timeout=60s");

    Said exec = kubectl("-n", "asked", "exec", "one", "--", "ls");

    assertThat(exec.code()).isNotZero();
    assertThat(exec.text()).contains("exec is not to be had in a simulated account");
  }

  @Test
  @RequiresPart("kubectl")
  void kubectlExplainsCustomKindsAndRefusesFieldsThatTheyDoNotHave() throws Exception {
    Path definition = folder.resolve("definition.yaml");
    Files.writeString(
        definition,
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: topics.acme.example}
        spec:
          group: acme.example
          scope: Namespaced
          names: {plural: topics, singular: topic, kind: Topic, listKind: TopicList}
          versions:
            - name: v1
              served: true
              storage: true
              schema:
                openAPIV3Schema:
                  type: object
                  properties:
                    spec:
                      type: object
                      properties:
                        partitions: {type: integer, description: How many there are.}
        """);
    assertThat(kubectl("apply", "-f", definition.toString()).code()).isZero();
    assertThat(kubectl("wait", "--for=condition=Established", "crd/topics.acme.example").code())
        .isZero();
    assertThat(kubectl("explain", "topics.spec.partitions").text())
        .contains("KIND:       Topic", "FIELD: partitions <integer>", "How many there are.");
    Path topic = folder.resolve("topic.yaml");
    String good =
        "apiVersion: acme.example/v1\nkind: Topic\nmetadata: {name: orders}\nspec: {partitions: 3}\n";
    Files.writeString(topic, good);
    assertThat(kubectl("apply", "-f", topic.toString()).code()).isZero();
    Files.writeString(topic, good.replace("partitions", "partition"));
    assertThat(kubectl("apply", "--validate=strict", "-f", topic.toString()).text())
        .contains("unknown field \"spec.partition\"");
    assertThat(kubectl("create", "--validate=strict", "-f", topic.toString()).text())
        .contains("unknown field \"spec.partition\"");
    assertThat(kubectl("apply", "--server-side", "-f", topic.toString()).text())
        .contains(".spec.partition: field not declared in schema");
    assertThat(kubectl("explain", "deployments").code()).as("is not described").isNotZero();
  }

  @Test
  @RequiresPart("helm")
  void helmInstallsUpgradesRollsBackAndRemoves() throws Exception {
    Path chart = folder.resolve("small");
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: small\nversion: 1.0.0\n");
    Files.writeString(
        chart.resolve("templates/map.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {k: '{{ .Values.k }}'}\n");
    String[] set = {"--set", "k=one"};

    assertThat(helm("install", "it", chart.toString(), set[0], set[1]).code()).isZero();
    assertThat(helm("upgrade", "it", chart.toString(), "--set", "k=two").code()).isZero();
    assertThat(helm("rollback", "it", "1").code()).isZero();
    assertThat(helm("history", "it").text()).contains("Rollback to 1");
    assertThat(helm("uninstall", "it").code()).isZero();
  }

  private static Said kubectl(String... arguments) throws IOException, InterruptedException {
    return run("kubectl", arguments);
  }

  private static Said helm(String... arguments) throws IOException, InterruptedException {
    return run("helm", arguments);
  }

  private static Said run(String part, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Parts.here().require(part).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", account.kubeconfig().toString());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Said(process.waitFor(), text);
  }
}
