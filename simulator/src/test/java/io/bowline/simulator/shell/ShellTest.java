package io.bowline.simulator.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {
  private static final class Console implements Machine {
    final StringBuilder written = new StringBuilder();
    final Files files = new Files();
    final Map<Integer, String> servers = new TreeMap<>();
    Duration slept = Duration.ZERO;

    @Override
    public void write(String text) {
      written.append(text);
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      slept = slept.plus(time);
      if (slept.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new InterruptedException("long enough");
      }
    }

    @Override
    public Files files() {
      return files;
    }

    @Override
    public void listen(int port, String root) {
      servers.put(port, root);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }

  private final Console console = new Console();

  private int run(String script) {
    try {
      return new Shell(console, Map.of("NAME", "world", "EMPTY", ""))
          .run(List.of("/bin/sh", "-c", script));
    } catch (InterruptedException e) {
      return 137;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "echo hello $NAME | hello world",
        "echo \"a  b\" c | a  b c",
        "echo 'single $NAME' | single $NAME",
        "echo \"say \\\"$NAME\\\"\" | say \"world\"",
        "x=1; x=$((x + 2 * 3)); echo $x | 7",
        "echo ${MISSING:-other} ${NAME:-no} ${EMPTY:-gone} | other world gone",
        "echo ${#NAME} ${NAME%ld} ${NAME#w} | 5 wor orld",
        "echo $(echo inner $(echo deep)) | inner deep",
        "if [ \"$NAME\" = world ]; then echo yes; else echo no; fi | yes",
        "if false; then echo a; elif true; then echo b; fi | b",
        "for i in 1 2 3; do printf '%s-' $i; done; echo | 1-2-3-",
        "case $NAME in w*) echo match;; *) echo none;; esac | match",
        "`true && echo both; false || echo either` | both either",
        "! false && echo not | not",
        "f() { echo got $1; }; f it | got it",
        "set -- ; echo $# $? | 0 0",
        "[ 3 -gt 2 -a -z \"\" ] && echo fine | fine",
        "n=0; while [ $n -lt 3 ]; do n=$((n+1)); done; echo $n | 3",
        "n=0; while true; do n=$((n+1)); [ $n = 5 ] && break; done; echo $n | 5",
        "echo shown # not shown | shown",
        "echo lost > /dev/null; echo kept | kept",
        "A=b sh -c 'echo inherited?'; echo ${A:-unset} | inherited? unset",
      })
  void scriptPrints(String script, String output) {
    // the table cannot show a newline: it is a space there
    assertThat(run(script)).isIn(0, 1);
    assertThat(console.written.toString().trim().replaceAll("\\s*\n", " ")).isEqualTo(output);
  }

  @ParameterizedTest
  @CsvSource({
    "exit 3,3",
    "false,1",
    "true,0",
    "nosuchprogram,127",
    "'if then',2",
    "sh -c 'exit 4',4"
  })
  void scriptEndsWithItsCode(String script, int code) {
    assertThat(run(script)).isEqualTo(code);
  }

  @Test
  void pipesAndHereDocumentsCarryText() {
    run("echo one | cat; cat <<EOF\nto $NAME\nEOF\ncat <<'EOF'\nas $NAME is\nEOF\n");
    assertThat(console.written).hasToString("one\nto world\nas $NAME is\n");
  }

  @Test
  void filesAreWrittenMovedAndServed() {
    assertThat(
            run(
                "mkdir -p /www; httpd -p 9404 -h /www; { echo a; echo b; } > /www/new; mv /www/new /www/m"))
        .isZero();
    assertThat(console.files.read("/www/m")).contains("a\nb\n");
    assertThat(console.files.read("/www/new")).isEmpty();
    assertThat(console.servers).containsEntry(9404, "/www");
  }

  @Test
  void stopEndsALoop() {
    assertThat(run("while true; do echo tick; sleep 10; done")).isEqualTo(137);
    assertThat(console.written).hasToString("tick\n".repeat(7));
  }

  @Test
  void strictScriptStopsAtItsFirstFailure() {
    assertThat(run("set -e; echo one; false; echo two")).isEqualTo(1);
    assertThat(console.written).hasToString("one\n");
  }

  @Test
  void endlessRecursionIsRefused() {
    assertThat(run("f() { f; }; f")).isEqualTo(2);
    assertThat(console.written.toString()).contains("nested too deeply");
  }
}
