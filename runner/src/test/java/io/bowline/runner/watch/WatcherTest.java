package io.bowline.runner.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.host.Child;
import io.bowline.runner.host.Command;
import io.bowline.runner.host.Ended;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Limits;
import io.bowline.runner.host.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The watcher with real processes; what it takes for Java is a script that behaves as a version of
/// the runner would.
@Timeout(900)
final class WatcherTest {
  private static final Limits LIMITS = Limits.within(Duration.ofMinutes(4));
  private static final String GOOD =
      "echo up > \"$ready\"; trap 'exit 0' TERM; while :; do sleep 0.1; done";

  @TempDir Path folder;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> said = new ArrayList<>();
  private final List<Child> children = new ArrayList<>();

  @BeforeEach
  void install() throws IOException {
    Path java = folder.resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for word in "$@"; do
          case $word in
          --runner.ready-file=*) ready=${word#*=} ;;
          */quarkus-run.jar) app=${word%/*} ;;
          esac
        done
        echo "version $(cat "$app/../version") starts as $$ with $*"
        . "$app/quarkus-run.jar"
        """);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    version(folder.resolve("image"), "1", GOOD);
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    for (Child child : children) {
      child.kill("the test is over");
      child.await();
    }
  }

  private void version(Path at, String number, String behaviour) throws IOException {
    Files.createDirectories(at.resolve("app"));
    Files.writeString(at.resolve("version"), number + "\n");
    Files.writeString(at.resolve("jvm.options"), "-Xmx1m\n");
    Files.writeString(at.resolve("app/quarkus-run.jar"), behaviour + "\n");
  }

  /// Fills a slot as an update would, and asks for its trial.
  private void next(String slot, String number, String behaviour) throws IOException {
    Path at = slots().resolve(slot);
    version(at, number, behaviour);
    var sums = new StringBuilder();
    for (String file : List.of("app/quarkus-run.jar", "jvm.options", "version")) {
      sums.append(Digest.of(Files.readAllBytes(at.resolve(file))).hex()).append("  ").append(file);
      sums.append('\n');
    }
    Files.writeString(at.resolve("SHA256SUMS"), sums);
    Files.writeString(
        at.resolve("digest"), Digest.of(Files.readAllBytes(at.resolve("SHA256SUMS"))) + "\n");
    Files.writeString(slots().resolve("next"), slot + "\n");
  }

  private Ended endOf(Child child) throws InterruptedException {
    children.remove(child);
    return child.await();
  }

  private Path slots() {
    return folder.resolve("state/slots");
  }

  private Child watch() {
    Path script =
        Path.of(Objects.requireNonNull(System.getProperty("bowline.root")), "runner/watch.sh");
    var command =
        new Command(
            Path.of("/bin/sh"),
            List.of(
                script.toString(),
                folder.resolve("java").toString(),
                folder.resolve("image/jvm.options").toString(),
                folder.resolve("image/app").toString(),
                "--runner.state=" + folder.resolve("state")),
            Map.of("WATCH_HEALTHY_WITHIN", "10", "WATCH_LONGEST_PAUSE", "1"),
            folder,
            LIMITS);
    var started = new Host().start(command, (_, line) -> lines.add(line));
    Child child = ((Host.Started.Running) started).child();
    children.add(child);
    return child;
  }

  private String heard(String part) throws InterruptedException {
    while (true) {
      String line = lines.poll(90, TimeUnit.SECONDS);
      assertThat(line).as("something like '%s' after %s", part, said).isNotNull();
      said.add(String.valueOf(line));
      if (String.valueOf(line).contains(part)) {
        return String.valueOf(line);
      }
    }
  }

  private static long pid(String line) {
    return Long.parseLong(line.replaceAll(".* starts as (\\d+) .*", "$1"));
  }

  @Test
  void startsTheVersionOfTheImageAndStopsItWhenToldTo() throws Exception {
    Child watcher = watch();
    String line = heard("version 1 starts");
    assertThat(line)
        .contains("@" + folder.resolve("image/jvm.options"))
        .contains("--runner.state=" + folder.resolve("state"));
    if (said.stream().noneMatch(other -> other.contains("runs as process"))) {
      String _ = heard("runs as process");
    }
    assertThat(Files.readString(slots().resolve("running"))).contains("the version of the image");
    watcher.stop("enough");
    assertThat(endOf(watcher)).isInstanceOf(Ended.Stopped.class);
    assertThat(Processes.endsWithin(pid(line), Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void aCrashedRunnerIsStartedAgain() throws Exception {
    version(folder.resolve("image"), "1", GOOD);
    Child _ = watch();
    long first = pid(heard("version 1 starts"));
    assertThat(ProcessHandle.of(first).orElseThrow().destroyForcibly()).isTrue();
    String _ = heard("ended with code 137; it is started again in 1 s");
    assertThat(pid(heard("version 1 starts"))).isNotEqualTo(first);
  }

  @Test
  void whatNoOtherStartWouldMendEndsIt() throws Exception {
    version(folder.resolve("image"), "1", "exit 78");
    Child watcher = watch();
    assertThat(endOf(watcher))
        .isInstanceOfSatisfying(Ended.Exited.class, e -> assertThat(e.code()).isEqualTo(78));
  }

  @Test
  void aNewVersionThatConnectsStays() throws Exception {
    version(folder.resolve("image"), "1", "echo up > \"$ready\"; exit 86");
    next("b", "2", GOOD);
    Child watcher = watch();
    String _ = heard("version 2 starts");
    String _ = heard("slot b (version 2, sha256:");
    String _ = heard("has connected and stays");
    assertThat(slots().resolve("current")).hasContent("b");
    assertThat(slots().resolve("next")).doesNotExist();
    watcher.stop("restart");
    Ended _ = endOf(watcher);
    lines.clear();
    Child _ = watch();
    assertThat(heard("version ")).as("after a restart of the machine").contains("version 2");
  }

  @Test
  void theVersionOfTheImageMapsItsArchiveOfClassesAndASlotDoesNot() throws Exception {
    Path archive = Files.createFile(folder.resolve("image/app/classes.jsa"));
    Child watcher = watch();
    assertThat(heard("version 1 starts")).contains("-XX:SharedArchiveFile=" + archive);
    watcher.stop("restart");
    Ended _ = endOf(watcher);
    next("a", "2", GOOD);
    Path foreign = Files.createFile(slots().resolve("a/app/classes.jsa"));
    lines.clear();
    Child _ = watch();
    assertThat(heard("version 2 starts"))
        .as("not covered by its digest")
        .doesNotContain("SharedArchiveFile", foreign.toString());
  }

  @Test
  void aNewVersionThatDoesNotConnectGivesWayToTheFormerOne() throws Exception {
    next("b", "2", "trap '' TERM; while :; do sleep 0.1; done");
    Child _ = watch();
    long hanging = pid(heard("version 2 starts"));
    String _ = heard("is refused: it did not connect within 10 s");
    String _ = heard("version 1 starts");
    assertThat(Processes.endsWithin(hanging, Duration.ofSeconds(5))).isTrue();
    assertThat(slots().resolve("current")).doesNotExist();
    assertThat(Files.readString(slots().resolve("refused"))).contains("version 2");
  }

  @Test
  void aNewVersionThatCrashesGivesWayToTheFormerOne() throws Exception {
    next("a", "2", GOOD);
    Child watcher = watch();
    String _ = heard("has connected and stays");
    watcher.stop("restart");
    Ended _ = endOf(watcher);
    next("b", "3", "exit 1");
    lines.clear();
    Child _ = watch();
    String _ = heard("version 3 starts");
    String _ = heard("it ended before it had connected");
    String _ = heard("version 2 starts");
    assertThat(slots().resolve("current")).hasContent("a");
  }

  @Test
  void aSlotThatIsNotWhatItsDigestSaysIsNotStarted() throws Exception {
    next("b", "2", GOOD);
    Files.writeString(slots().resolve("b/app/quarkus-run.jar"), "echo something else\n");
    Child _ = watch();
    String _ = heard("is refused: the slot does not hold what its digest says");
    String _ = heard("version 1 starts");
    assertThat(said).noneMatch(line -> line.contains("version 2 starts"));
  }

  @Test
  void aTrialThatWasCutOffIsNotRepeated() throws Exception {
    next("b", "2", "sleep 300");
    Child watcher = watch();
    String _ = heard("version 2 starts");
    watcher.kill("power");
    Ended _ = endOf(watcher);
    lines.clear();
    Child _ = watch();
    String _ = heard("its trial was cut off");
    String _ = heard("version 1 starts");
  }

  @Test
  void aTrialThatAPowerCutBroughtBackIsNotRepeated() throws Exception {
    next("b", "2", GOOD);
    Files.writeString(slots().resolve("trying"), "b\n"); // begun, and `next` gone but not for good
    Child _ = watch();
    String _ = heard("its trial was cut off");
    String _ = heard("version 1 starts");
    assertThat(slots().resolve("next")).doesNotExist();
    assertThat(said).noneMatch(line -> line.contains("version 2 starts"));
  }

  @Test
  void whereNothingCanBeWrittenNoTrialBeginsAndTheRunnerStarts() throws Exception {
    next("b", "2", GOOD);
    // folders in the places of drafts: nothing can be written, as on a full disk
    Files.createDirectories(slots().resolve("trying.new/full"));
    Files.createDirectories(slots().resolve("running.new/full"));
    Child _ = watch();
    String _ = heard("trying cannot be written: free space there");
    String _ = heard("version 1 starts");
    assertThat(slots().resolve("next")).hasContent("b");
    assertThat(slots().resolve("current")).doesNotExist();
    assertThat(said).noneMatch(line -> line.contains("version 2 starts"));
  }
}
