package io.bowline.runner.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.runner.host.Command;
import io.bowline.runner.host.Ended;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that archives the classes of a packaged runner, with a JVM that only says what it was
/// asked.
final class ArchiveScriptTest {
  private static final String LISTS =
      "trap 'exit 143' TERM; echo A > \"$list\"; echo 'INFO  link: this runner is not enrolled';"
          + " while :; do sleep 0.1; done";
  private static final String WRITES = "cat \"$list\" > \"$archive\"";

  @TempDir Path folder;
  private Path app;

  @BeforeEach
  void packaged() throws IOException {
    app = Files.createDirectory(folder.resolve("app"));
  }

  @Test
  void startsTheRunnerOnceAndWritesWhatItLoaded() throws Exception {
    Ended.Exited end = archive(LISTS, WRITES);
    assertThat(end.code()).as(end.output().err()).isZero();
    assertThat(app.resolve("classes.jsa")).hasContent("A");
  }

  @Test
  void leavesNoArchiveOfAnEarlierBuildWhereTheNewOneFails() throws Exception {
    Files.writeString(app.resolve("classes.jsa"), "old");
    Ended.Exited end = archive(LISTS, "echo 'no room'; exit 1");
    assertThat(end.code()).isEqualTo(1);
    assertThat(end.output().err()).contains("no room");
    assertThat(app.resolve("classes.jsa")).doesNotExist();
  }

  @Test
  void doesNotWaitForARunnerThatCannotStart() throws Exception {
    assertThat(archive("echo broken; exit 1", WRITES).code()).isNotZero();
    assertThat(app.resolve("classes.jsa")).doesNotExist();
  }

  private Ended.Exited archive(String runs, String dumps) throws Exception {
    Path java = folder.resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        dumping=
        for word in "$@"; do
          case $word in
          -XX:DumpLoadedClassList=* | -XX:SharedClassListFile=*) list=${word#*=} ;;
          -XX:SharedArchiveFile=*) archive=${word#*=} ;;
          -Xshare:dump) dumping=yes ;;
          esac
        done
        if [ -n "$dumping" ]; then
          %s
        else
          %s
        fi
        """
            .formatted(dumps, runs));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Path script =
        Path.of(Objects.requireNonNull(System.getProperty("bowline.root")), "runner/archive.sh");
    List<String> arguments =
        List.of(script.toString(), java.toString(), "jvm.options", app.toString());
    return (Ended.Exited)
        new Host()
            .run(
                new Command(
                    Path.of("/bin/sh"), arguments, folder, Limits.within(Duration.ofMinutes(1))));
  }
}
