package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whenever and however the demo is ended, no process of it goes on and its folder serves again.
@EnabledOnOs(value = OS.LINUX, disabledReason = "looks for processes where Linux shows them")
class InterruptionTest {
  @TempDir Path place;

  @BeforeAll
  static void programs() {
    assumeTrue(RunningDemo.isBuilt(), "control plane and runner are not packaged yet");
  }

  @Test
  void interrupted_while_its_database_is_made_and_killed_in_the_next_try_it_leaves_nobody_behind()
      throws IOException, InterruptedException {
    Path folder = place.resolve("demo");
    String[] arguments = {"--without-terraform", "--folder", folder.toString()};
    try (var demo = RunningDemo.start(place, arguments)) {
      demo.awaitFile(folder.resolve("control-plane/postgres"));
      demo.signal("INT");
      assertThat(demo.ended())
          .contains("Stopping what was started", "Stopped; its data and logs are in " + folder)
          .doesNotContain("FAILED");
      RunningDemo.awaitNobodyIn(folder);
    }
    try (var demo = RunningDemo.start(place, arguments)) {
      demo.awaitLine("The folder " + folder + " holds an earlier demo");
      demo.awaitLine("[ 1/13]");
      demo.signal("KILL");
      demo.ended();
      RunningDemo.awaitNobodyIn(folder);
    }
  }

  @Test
  void a_folder_is_held_by_one_demo_and_a_strangers_folder_is_left_alone()
      throws IOException, InterruptedException {
    Path mine = Files.createDirectory(place.resolve("mine"));
    Files.writeString(mine.resolve("letter.txt"), "dear");
    try (var demo = RunningDemo.start(place, "--without-terraform", "--folder", mine.toString())) {
      assertThat(demo.ended()).contains("holds files that are not a demo's");
    }
    assertThat(mine.resolve("letter.txt")).hasContent("dear");

    Path folder = place.resolve("held");
    try (var holder = DemoFolder.named(folder, line -> {});
        var second =
            RunningDemo.start(place, "--without-terraform", "--folder", folder.toString())) {
      assertThat(second.ended())
          .contains("in use by another demo (process " + ProcessHandle.current().pid() + ")");
      assertThat(holder.path()).isDirectory();
    }
  }

  /// In the middle of the step after the line; the temporary folder goes as well.
  @ParameterizedTest(name = "after {0} by SIG{1}")
  @CsvSource({"3, TERM", "6, INT", "8, KILL", "11, INT"})
  @Tag("real")
  @RequiresPart("terraform")
  void ended_in_the_middle_of_the_work_it_leaves_neither_processes_nor_files(int step, String how)
      throws IOException, InterruptedException {
    endAfter(step, how);
  }

  @ParameterizedTest(name = "after {0} by SIG{1}")
  @CsvSource({
    "1, INT",
    "2, TERM",
    "4, KILL",
    "5, TERM",
    "7, INT",
    "9, TERM",
    "10, KILL",
    "12, INT",
    "13, TERM",
    "1, KILL",
    "6, KILL",
    "11, KILL",
    "13, KILL"
  })
  @Tag("nightly")
  @RequiresPart("terraform")
  void ended_in_any_other_step_it_leaves_neither_processes_nor_files(int step, String how)
      throws IOException, InterruptedException {
    endAfter(step, how);
  }

  private void endAfter(int step, String how) throws IOException, InterruptedException {
    try (var demo = RunningDemo.start(place)) {
      demo.awaitLine("[%2d/13]".formatted(step));
      demo.signal(how);
      String said = demo.ended();
      assertThat(said).doesNotContain("FAILED");
      RunningDemo.awaitNobodyIn(place);
      if (!how.equals("KILL")) {
        assertThat(said).endsWith("Stopped; nothing is left.");
      }
      assertThat(leftFolders()).isEmpty();
    }
  }

  private List<Path> leftFolders() throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.filter(path -> path.getFileName().toString().startsWith("bowline-demo")).toList();
    }
  }
}
