package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalVerbsTest {
  private static final String INSTALL = "GET organizations/acme/installs/prod";

  @TempDir Path folder;
  private final AtomicInteger asked = new AtomicInteger();
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

  private static String install(String status, String reason) {
    return "{\"name\":\"prod\",\"status\":\"%s\",\"reason\":\"%s\"}".formatted(status, reason);
  }

  @Test
  void theStatusSaysWhatAnInstallWaitsForAndTheExitCodeWhetherItIsThere() {
    api.answer(INSTALL, install("draft", "nothing was handed out yet"));
    Run draft = operator.run("install", "status", "prod");
    assertThat(draft.code()).isEqualTo(1);
    assertThat(draft.out()).contains("draft").contains("nothing was handed out yet");
    api.answer(INSTALL, install("active", ""));
    assertThat(operator.run("install", "status", "prod").code()).isZero();
  }

  @Test
  void whoWaitsIsToldOfARunnerThatWasTurnedAwayAndWaitsNoLonger() {
    api.answer(INSTALL, install("awaiting-customer", "a token is out"));
    api.whenAsked(_ -> {
      if (asked.incrementAndGet() == 3) {
        api.answer(INSTALL, install("draft", "a runner was turned away"));
      }
    });
    Run waited = operator.run("install", "status", "prod", "--watch");
    assertThat(waited.code()).isEqualTo(1);
    assertThat(waited.out() + waited.err())
        .contains("awaiting-customer: a token is out")
        .contains("a runner was turned away");
  }

  @Test
  void whoWaitsForALookThatFoundSomethingInTheWayWaitsNoLonger() {
    String held = "preflight";
    api.answer(INSTALL, install(held, "its runner looks around"));
    api.whenAsked(_ -> {
      if (asked.incrementAndGet() == 4) {
        api.answer(INSTALL, install(held, "logs.tcp: shut. Open TCP to logs:8433."));
        api.answer(INSTALL + "/preflight", "{\"holding\":[\"logs.tcp\"],\"underWay\":null}");
      }
    });
    Run waited = operator.run("install", "status", "prod", "--wait");
    assertThat(waited.code()).isEqualTo(1);
    assertThat(waited.out() + waited.err())
        .contains("preflight: its runner looks around")
        .contains("Open TCP to logs:8433.");
  }

  @Test
  void whoAnswersForACheckSaysWhyAndNamesTheInstallOnceMore() {
    api.answer(
        "POST organizations/acme/installs/prod/preflight/overrulings",
        "{\"holding\":[\"link.tcp\"],\"overruled\":[{\"check\":\"logs.tcp\",\"reason\":\"monday\",\"by\":\"ann\"}]}");
    List<String> line = List.of("install", "preflight", "prod", "--override", "logs.tcp");
    Run unsaid = operator.run(line.toArray(String[]::new));
    assertThat(unsaid.code()).isEqualTo(2);
    assertThat(unsaid.err()).contains("--reason and --confirm");
    var whole = new ArrayList<>(line);
    whole.addAll(List.of("--reason", "monday", "--confirm", "prod"));
    Run one = operator.run(whole.toArray(String[]::new));
    assertThat(one.code()).as("another check holds it still").isEqualTo(1);
    assertThat(one.out() + one.err())
        .contains("logs.tcp is overruled by ann: monday")
        .contains("A first release is held by link.tcp");
    assertThat(api.asked().getLast().body())
        .isEqualTo("{\"check\":\"logs.tcp\",\"reason\":\"monday\",\"confirm\":\"prod\"}");
  }

  @Test
  void whatTerraformMadeIsToldByTypeAndIdAndNoValueOfIt() throws IOException {
    Files.writeString(folder.resolve("bootstrap.json"), "{\"token\":\"bwle_text\"}");
    Files.writeString(
        folder.resolve("shown.json"),
        """
        {"values":{"root_module":{"child_modules":[{"resources":[
          {"mode":"managed","type":"aws_eks_cluster","address":"module.b.aws_eks_cluster.this",
           "values":{"id":"bowline-prod","arn":"arn:aws:eks:1","password":"hidden"}},
          {"mode":"data","type":"aws_region","address":"data.aws_region.here","values":{"id":"r"}}]}]}}}
        """);
    api.answer("POST door-reports", "{\"phase\":\"made\",\"status\":\"awaiting-runner\"}");
    Run told =
        operator.run(
            "install",
            "report",
            "made",
            "--bootstrap",
            "bootstrap.json",
            "--terraform",
            "shown.json",
            "--account",
            "123456789012",
            "--region",
            "eu-central-1");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("told of 1 things").contains("awaiting-runner");
    assertThat(api.asked().getLast().body())
        .contains(
            "{\"kind\":\"aws_eks_cluster\",\"id\":\"arn:aws:eks:1\",\"name\":\"module.b.aws_eks_cluster.this\"}")
        .doesNotContain("hidden")
        .doesNotContain("aws_region");

    Run wrong =
        operator.run(
            "install",
            "report",
            "made",
            "--bootstrap",
            "bootstrap.json",
            "--terraform",
            "bootstrap.json",
            "--account",
            "1",
            "--region",
            "r");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("terraform show -json").doesNotContain("bwle_text");
  }

  @Test
  void anInstallIsGivenUpByItsName() {
    api.answer(
        "POST organizations/acme/installs/prod/abandon", install("abandoned", "given up by me"));
    Run done = operator.run("install", "abandon", "prod", "--confirm", "prod");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("abandoned").contains("given up by me");
    assertThat(api.asked().getLast().body()).contains("\"confirm\":\"prod\"");
    assertThat(operator.run("install", "abandon", "prod").err()).contains("--confirm");
  }
}
