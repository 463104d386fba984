package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs of channels and yanks against an API whose answers a test writes down.
class ChannelVerbsTest {
  private static final String DIGEST = Digest.of(new byte[] {1}).toString();
  private static final String SEEN = "GET channels/stable?product=acme%2Fstreaming";

  @TempDir Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator =
        new Run.User(
            folder, Map.of("BOWLINE_SERVER", api.base().toString(), "BOWLINE_TOKEN", "s3same"), "");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String channel(String version, long revision) {
    return """
    {"name":"stable","product":"acme/streaming","version":"%s","release":"%s","revision":%d}\
    """
        .formatted(version, DIGEST, revision);
  }

  @Test
  void aPromotionSaysWhatItSawAndWhatWasThereBefore() {
    api.answer(SEEN, channel("1.0.0", 7).replace(DIGEST, "sha256:other"));
    api.answer("PUT channels/stable", channel("1.1.0", 8));

    Run run = operator.run("channel", "promote", "acme/streaming", "stable", "1.1.0");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("VERSION:  1.1.0").endsWith("before: 1.0.0\n");
    WrittenApi.Asked put = api.asked().getLast();
    assertThat(put.body()).contains("\"version\":\"1.1.0\"").contains("\"back\":false");
    assertThat(put.ifMatch()).isEqualTo("\"7\"");
  }

  @Test
  void aChannelThatIsNotThereYetIsExpectedNotToBe() {
    api.answer("PUT channels/stable", channel("1.0.0", 1));

    Run run = operator.run("channel", "promote", "acme/streaming", "stable", "--from", "candidate");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(api.asked().getLast().ifMatch()).isEqualTo("\"0\"");
    assertThat(api.asked().getLast().body()).contains("\"from\":\"candidate\"");
  }

  @Test
  void whatSomebodyElseMovedIsAConflict() {
    api.answer(SEEN, channel("1.0.0", 7));
    api.answer(
        "PUT channels/stable",
        412,
        "application/problem+json",
        "{\"title\":\"Precondition failed\",\"detail\":\"stable points at 1.2.0\"}");

    Run run =
        operator.run(
            "channel", "promote", "acme/streaming", "stable", DIGEST, "--back", "--reason", "slow");

    assertThat(run)
        .isEqualTo(new Run(6, "", "bowline: Precondition failed: stable points at 1.2.0\n"));
    assertThat(api.asked().getLast().body())
        .contains("\"release\":\"" + DIGEST + "\"")
        .contains("\"back\":true")
        .contains("\"reason\":\"slow\"");
  }

  @Test
  void whereToIsSaidInOneWay() {
    assertThat(operator.run("channel", "promote", "acme/streaming", "stable").code()).isEqualTo(2);
    assertThat(
            operator
                .run("channel", "promote", "acme/streaming", "stable", "1.0.0", "--from", "edge")
                .code())
        .isEqualTo(2);
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void theHistoryIsOneLineForEachMove() {
    api.answer(
        "GET channels/stable/history?limit=50&product=acme%2Fstreaming",
        """
        {"items":[{"at":"2026-05-01T12:00:00Z","kind":"back","wasVersion":"1.1.0",
        "becameVersion":"1.0.0","by":"staff/anna","reason":"slow"},
        {"at":"2026-05-01T11:00:00Z","kind":"promote","becameVersion":"1.1.0","by":"staff/bob",
        "reason":""}]}\
        """);

    Run run = operator.run("channel", "history", "acme/streaming", "stable");

    assertThat(run.out())
        .isEqualTo(
            """
            TIME                  WHAT     FROM   TO     BY          REASON
            2026-05-01T12:00:00Z  back     1.1.0  1.0.0  staff/anna  slow
            2026-05-01T11:00:00Z  promote  -      1.1.0  staff/bob
            """);
  }

  @Test
  void aYankTellsWhatItChanged() {
    api.answer(
        "GET releases?limit=200&product=acme%2Fstreaming",
        """
        {"items":[{"digest":"%s","product":"acme/streaming","version":"1.1.0"}]}\
        """
            .formatted(DIGEST));
    api.answer(
        "POST releases/" + DIGEST.replace(":", "%3A") + "/yank",
        """
        {"release":{"digest":"%s","product":"acme/streaming","version":"1.1.0","yanked":true,
        "yankReason":"it leaks"},"channels":[{"name":"edge"},{"name":"stable","version":"1.0.0"}],
        "plansStopped":2,"plansUnderWay":1}\
        """
            .formatted(DIGEST));

    Run run = operator.run("release", "yank", "acme/streaming", "1.1.0", "--reason", "it leaks");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("REASON:   it leaks")
        .contains("channel edge points at nothing now")
        .contains("channel stable points at 1.0.0 now")
        .contains("2 plan(s) towards it stopped")
        .contains("1 plan(s) being applied go to their end");
    assertThat(api.asked().getLast().body()).isEqualTo("{\"reason\":\"it leaks\"}");
    assertThat(operator.run("release", "yank", "acme/streaming", "1.1.0").code()).isEqualTo(2);
  }

  @Test
  void anInstallIsPinnedAndLetGo() {
    operator = api.operator(folder);
    String pin = "organizations/acme/installs/one/pin";
    api.answer(
        "PUT " + pin,
        "{\"product\":\"acme/streaming\",\"version\":\"1.0.0\",\"reason\":\"freeze\"}");
    api.answer("DELETE " + pin, "{}");
    api.answer("DELETE organizations/acme/pins?product=acme%2Fstreaming", "{}");
    api.answer(
        "PUT organizations/acme/pins", "{\"product\":\"acme/streaming\",\"channel\":\"edge\"}");
    api.answer(
        "GET organizations/acme/installs/one/offer",
        "{\"version\":\"1.0.0\",\"because\":\"pinned to 1.0.0\"}");

    assertThat(operator.run("install", "pin", "one", "1.0.0", "--reason", "freeze").out())
        .contains("VERSION:  1.0.0")
        .contains("REASON:   freeze");
    assertThat(api.asked().getLast().body())
        .isEqualTo("{\"version\":\"1.0.0\",\"reason\":\"freeze\"}");
    assertThat(operator.run("install", "unpin", "one").code()).isZero();
    assertThat(operator.run("install", "offer", "one").out()).contains("pinned to 1.0.0");
    Run all = operator.run("org", "pin", "acme/streaming", "--channel", "edge", "--reason", "r");
    assertThat(all.code()).as(all.err()).isZero();
    assertThat(api.asked().getLast().body()).contains("\"channel\":\"edge\"");
    assertThat(operator.run("org", "unpin", "acme/streaming").code()).isZero();
    assertThat(operator.run("install", "pin", "one", "--reason", "r").code()).isEqualTo(2);
    assertThat(operator.run("install", "pin", "one", "1.0.0").code()).isEqualTo(2);
  }

  @Test
  void whoRunsAYankedReleaseIsATableWithWhereToGo() {
    api.answer(
        "GET installs?limit=200&product=acme%2Fstreaming&yanked=true",
        """
        {"items":[{"organizationName":"northwind","name":"eu","product":"acme/streaming",
        "status":"active","version":"1.1.0","yankReason":"it leaks","nextVersion":"1.0.0",
        "needsReturn":true}]}\
        """);

    Run run = operator.run("release", "installs", "acme/streaming", "--yanked");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            ORGANIZATION  NAME  PRODUCT         STATUS  RUNS   YANKED    PINNED  OFFERED
            northwind     eu    acme/streaming  active  1.1.0  it leaks  -       1.0.0 (a return)
            """);
  }

  @Test
  void aMemberNamesReleasesByVersionToo() {
    operator = api.operator(folder);
    api.answer("GET organizations/acme/installs/one", "{\"product\":\"acme/streaming\"}");
    api.answer("GET releases?limit=200&product=acme%2Fstreaming", 403, "text/plain", "");
    api.answer(
        "GET organizations/acme/releases?limit=200&product=acme%2Fstreaming",
        "{\"items\":[{\"digest\":\"%s\",\"product\":\"acme/streaming\",\"version\":\"1.0.0\"}]}"
            .formatted(DIGEST));
    api.answer("POST organizations/acme/installs/one/plans", "{\"id\":\"p1\"}");

    assertThat(operator.run("plan", "create", "one", "--release", "1.0.0", "-o", "name"))
        .isEqualTo(new Run(0, "p1\n", ""));
    assertThat(api.asked().getLast().body()).contains(DIGEST);
    assertThat(operator.run("plan", "create", "one", "-o", "name").code()).isZero();
    assertThat(api.asked().getLast().body()).isEqualTo("{\"inputs\":{}}");
  }
}
