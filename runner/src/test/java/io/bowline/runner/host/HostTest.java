package io.bowline.runner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.runner.host.Ended.Exited;
import io.bowline.runner.host.Ended.NotStarted;
import io.bowline.runner.host.Ended.OutputTooLarge;
import io.bowline.runner.host.Ended.Stopped;
import io.bowline.runner.host.Ended.TimedOut;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {
  private static final Limits LIMITS =
      Limits.within(Duration.ofMinutes(2)).withGrace(Duration.ofSeconds(5));

  @TempDir Path folder;
  private final Host host = new Host();

  private Command sh(String script, Limits limits) {
    return new Command(Path.of("/bin/sh"), List.of("-c", script), folder, limits);
  }

  @Test
  void outputAndExitCodeComeBackAndLinesAreHeardInOrder() throws Exception {
    var lines = new CopyOnWriteArrayList<String>();
    Ended ended =
        host.run(
            sh("echo one; echo two; echo oops >&2; printf end; exit 3", LIMITS),
            (source, line) -> lines.add(source + ":" + line));
    assertThat(ended).isEqualTo(new Exited(3, new Output("one\ntwo\nend", "oops\n")));
    assertThat(lines).contains("OUT:one", "OUT:two", "OUT:end", "ERR:oops");
    assertThat(lines.indexOf("OUT:one")).isLessThan(lines.indexOf("OUT:two"));
  }

  @Test
  void standardInputIsClosed() throws Exception {
    assertThat(
            host.run(sh("if read -r x; then echo got; else echo eof; fi", LIMITS)).output().out())
        .isEqualTo("eof\n");
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    var odd = List.of("a b", "'", "\"$HOME\"", "*", "", "-n", "new\nline", "$(id)");
    var arguments = new ArrayList<>(List.of("-c", "printf '[%s]' \"$@\"", "sh"));
    arguments.addAll(odd);
    Ended ended = host.run(new Command(Path.of("/bin/sh"), arguments, folder, LIMITS));
    assertThat(ended.output().out()).isEqualTo("[" + String.join("][", odd) + "]");
  }

  @Test
  void onlyAllowedAndGivenVariablesAreSeen() throws Exception {
    Ended ended = host.run(sh("env", LIMITS).with(Map.of("GIVEN", "yes")));
    assertThat(ended.output().out().lines().map(line -> line.split("=", 2)[0]))
        .contains("GIVEN", "HOME", "PATH", "BOWLINE_CHILD")
        .isSubsetOf(
            "GIVEN",
            "HOME",
            "PATH",
            "BOWLINE_CHILD",
            "PWD",
            "OLDPWD",
            "LANG",
            "LC_ALL",
            "TZ",
            "TMPDIR",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "_",
            "SHLVL");
    assertThat(ended.output().out()).contains("HOME=" + folder);
  }

  @Test
  void variablesThatLoadCodeAreRefused() {
    assertThatThrownBy(() -> host.run(sh("true", LIMITS).with(Map.of("LD_PRELOAD", "x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LD_PRELOAD");
  }

  @Test
  void whatIsNotThereIsNotStarted() throws Exception {
    Ended ended = host.run(new Command(Path.of("/nowhere/tool"), List.of(), folder, LIMITS));
    assertThat(ended).isInstanceOf(NotStarted.class);
    assertThat(((NotStarted) ended).reason()).contains("/nowhere/tool");
  }

  @Test
  void aSlowChildIsEndedWithItsGroup() throws Exception {
    var pids = new CopyOnWriteArrayList<Long>();
    Ended ended =
        host.run(
            sh("sleep 300 & echo $!; echo $$; wait", limitsOf(Duration.ofMillis(2500))),
            (_, line) -> pids.add(Long.valueOf(line)));
    assertThat(ended).isInstanceOf(TimedOut.class);
    assertThat(pids).hasSize(2).allSatisfy(HostTest::isGone);
  }

  @Test
  void aChildThatIgnoresTermIsKilledAfterTheGrace() throws Exception {
    var pids = new CopyOnWriteArrayList<Long>();
    Limits limits = limitsOf(Duration.ofMillis(2500)).withGrace(Duration.ofMillis(300));
    Ended ended =
        host.run(
            sh("trap '' TERM; sleep 300 & echo $!; echo $$; wait; wait", limits),
            (_, line) -> pids.add(Long.valueOf(line)));
    assertThat(ended).isInstanceOf(TimedOut.class);
    assertThat(pids).hasSize(2).allSatisfy(HostTest::isGone);
  }

  @Test
  void stopLetsAChildEndWellWithinTheGrace() throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    String script = "trap 'echo saved; exit 0' TERM; echo ready; while :; do sleep 0.05; done";
    Child child = started(sh(script, LIMITS), lines);
    assertThat(lines.poll(60, TimeUnit.SECONDS)).isEqualTo("ready");
    child.stop("not wanted any more");
    Ended ended = child.await();
    assertThat(ended).isInstanceOf(Stopped.class);
    assertThat(ended.output().out()).isEqualTo("ready\nsaved\n");
  }

  @Test
  void whatAChildLeavesBehindIsKilledEvenInASessionOfItsOwn() throws Exception {
    Ended ended =
        host.run(
            sh(
                "setsid sleep 300 >/dev/null 2>&1 & echo $!; sleep 300 >/dev/null 2>&1 & echo $!",
                LIMITS));
    assertThat(ended).isInstanceOf(Exited.class);
    assertThat(ended.output().out().lines().map(Long::valueOf))
        .hasSize(2)
        .allSatisfy(HostTest::isGone);
  }

  @Test
  void tooMuchOutputEndsTheChild() throws Exception {
    Ended ended = host.run(sh("yes", LIMITS.withOutputBytes(10_000)));
    assertThat(ended).isInstanceOf(OutputTooLarge.class);
    assertThat(ended.output().out()).hasSize(10_000);
  }

  @Test
  void addressSpaceIsLimited() throws Exception {
    String script = "x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo ${#x}";
    Ended ended = host.run(sh(script, LIMITS.withAddressSpaceBytes(50 << 20)));
    assertThat(ended).isInstanceOfSatisfying(Exited.class, e -> assertThat(e.code()).isNotZero());
  }

  @Test
  void anInterruptedCallerLeavesNoChild() throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Child child = started(sh("echo $$; sleep 300", LIMITS), lines);
    String pid = Optional.ofNullable(lines.poll(60, TimeUnit.SECONDS)).orElseThrow();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> assertThatThrownBy(child::await).isInstanceOf(InterruptedException.class));
    caller.interrupt();
    caller.join();
    isGone(Long.valueOf(pid));
  }

  @Test
  void aFailingListenerEndsTheChildAndIsNotSwallowed() {
    assertThatThrownBy(() ->
            host.run(
                sh("echo hello; sleep 300", LIMITS),
                (_, _) -> {
                  throw new IllegalArgumentException("cannot read this");
                }))
        .hasRootCauseMessage("cannot read this");
  }

  @Test
  void aCommandPrintsNoArgumentAndNoVariable() {
    assertThat(sh("echo s3cret", LIMITS).with(Map.of("A", "s3cret")).toString())
        .doesNotContain("s3cret");
  }

  private Child started(Command command, BlockingQueue<String> lines) {
    return switch (host.start(command, (_, line) -> lines.add(line))) {
      case Host.Started.Running(Child child) -> child;
      case Host.Started.Refused(String reason) -> throw new AssertionError(reason);
    };
  }

  private static Limits limitsOf(Duration time) {
    return Limits.within(time).withGrace(Duration.ofSeconds(5));
  }

  /// Killed means: not there, or at most waiting to be reaped.
  static void isGone(Long pid) {
    assertThat(Processes.endsWithin(pid, Duration.ofSeconds(2))).as("process " + pid).isTrue();
  }
}
