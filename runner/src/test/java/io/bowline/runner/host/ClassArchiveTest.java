package io.bowline.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A child's classes in a file: made once, used from then on, and never in anybody's way.
final class ClassArchiveTest {
  private static final String MAPPED =
      ObjectMapper.class.getName() + " source: shared objects file";
  private static final String LISTING = "-XX:DumpLoadedClassList=";

  @TempDir Path home;
  private final Host host = new Host();
  private Path kept;
  private int children;

  @BeforeEach
  void folder() throws IOException {
    kept = Files.createDirectory(home.resolve("kept"));
  }

  /// What the children here are.
  static final class Reader {
    public static void main(String[] text) throws IOException {
      System.out.println("read " + new ObjectMapper().readTree(text[0]));
    }
  }

  @Test
  void laterChildrenTakeTheirClassesFromTheFileThatTheFirstOneLedTo() throws Exception {
    sixOldOnes();
    var archive = new ClassArchive(host, kept, List.of());
    assertThat(child(archive)).contains("read {\"a\":1}").doesNotContain(MAPPED);
    Path file = made(archive);
    assertThat(filesIn(kept))
        .as("the newest, and no drafts")
        .hasSize(4)
        .contains(file, kept.resolve("classes-0000000000000005.jsa"));
    assertThat(child(archive)).contains("read {\"a\":1}", MAPPED);
    assertThat(child(new ClassArchive(host, kept, List.of()))).contains(MAPPED);
    assertThat(new ClassArchive(host, kept, List.of("-XX:-UseCompressedOops")).file())
        .as("other options, other classes")
        .isNotEqualTo(file);
    for (byte[] broken : List.of(new byte[0], new byte[1 << 20], half(file))) {
      Files.write(file, broken);
      assertThat(child(archive)).contains("read {\"a\":1}").doesNotContain(MAPPED);
    }
  }

  @Test
  void whereNothingCanBeWrittenChildrenRunAllTheSame() throws Exception {
    Path nowhere = Files.createFile(home.resolve("file")).resolve("folder");
    var archive = new ClassArchive(host, nowhere, List.of());
    assertThat(child(archive)).contains("read {\"a\":1}");
    assertThat(archive.options(workspace()))
        .as("it does not try again")
        .noneMatch(option -> option.startsWith(LISTING));
  }

  private void sixOldOnes() throws IOException {
    for (int i = 0; i < 6; i++) {
      Path old = Files.createFile(kept.resolve("classes-000000000000000" + i + ".jsa"));
      Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000L * (i + 1)));
    }
  }

  private static byte[] half(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private Path workspace() throws IOException {
    return Files.createDirectory(home.resolve("child-" + ++children));
  }

  /// Runs a child to its end; all that it said.
  private String child(ClassArchive archive) throws Exception {
    Path workspace = workspace();
    var options = new ArrayList<>(archive.options(workspace));
    options.addAll(List.of("-Xmx64m", "-Xlog:class+load"));
    Command command =
        new ChildJvm(Reader.class, options, List.of("{\"a\":1}"))
            .command(workspace, Limits.within(Duration.ofMinutes(2)).withOutputBytes(16L << 20));
    var ended = (Ended.Exited) host.run(command);
    assertThat(ended.succeeded()).as(ended.output().err()).isTrue();
    archive.learn(workspace);
    return ended.output().out();
  }

  /// The file, as soon as it and nothing else is there.
  private Path made(ClassArchive archive) throws Exception {
    try (WatchService watch = kept.getFileSystem().newWatchService()) {
      WatchKey _ =
          kept.register(
              watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      while (!over(archive)) {
        WatchKey key = watch.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        assertThat(key).as("no archive in time; there is " + filesIn(kept)).isNotNull();
        key.pollEvents();
        key.reset();
      }
    }
    return archive.file();
  }

  private boolean over(ClassArchive archive) throws IOException {
    return Files.exists(archive.file()) && filesIn(kept).stream().noneMatch(Files::isDirectory);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
