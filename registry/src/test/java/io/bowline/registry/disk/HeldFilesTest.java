package io.bowline.registry.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.Needed;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Shop;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Upload;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one process holds, another one is kept from, whatever else the first does with the file:
/// the system forgets all locks that a process has on a file when the process closes it anywhere.
class HeldFilesTest {
  @TempDir private Path root;
  private Process other;
  private PrintStream asks;
  private BufferedReader answers;

  /// Tries to hold what it is asked for until it is asked no more.
  ///
  /// @param args the registry's folder
  public static void main(String[] args) throws IOException {
    Collecting registry = open(Path.of(args[0]));
    BufferedReader questions = reader(System.in);
    for (String asked = questions.readLine(); asked != null; asked = questions.readLine()) {
      System.out.println(
          asked.equals(RegistryFolder.COLLECTING)
              ? held(Path.of(args[0], asked))
              : opened(registry, asked));
      System.out.flush();
    }
  }

  private static boolean held(Path file) throws IOException {
    Optional<Disk.Held> held = new LocalDisk().tryLock(file);
    if (held.isPresent()) {
      held.get().close();
    }
    return held.isPresent();
  }

  private static boolean opened(Collecting registry, String upload) throws IOException {
    if (registry.repository("a").open(upload) instanceof Opening.Held(Upload held)) {
      held.close();
      return true;
    }
    return false;
  }

  private static Collecting open(Path root) throws IOException {
    return RegistryFolder.open(new LocalDisk(), root, new RandomNames());
  }

  private static Order order(Needed needed) {
    return new Order(Instant.now(), Instant.EPOCH, Instant.EPOCH, false, needed);
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @BeforeEach
  void start() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HeldFilesTest.class.getName(),
            root.toString());
    other = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    asks = new PrintStream(other.getOutputStream(), true, StandardCharsets.UTF_8);
    answers = reader(other.getInputStream());
  }

  @AfterEach
  void stop() throws InterruptedException {
    other.destroyForcibly().waitFor();
  }

  private boolean otherHolds(String what) throws IOException {
    asks.println(what);
    return Boolean.parseBoolean(answers.readLine());
  }

  @Test
  void anUploadIsItsWritersWhateverTheyDoWithIt() throws IOException {
    Collecting registry = open(root);
    byte[] bytes = new byte[500];
    String id;
    try (Upload upload = registry.repository("a").begin(Digest.Algorithm.SHA256)) {
      id = upload.id();
      assertThat(otherHolds(id)).as("begun").isFalse();
      upload.append(new ByteArrayInputStream(bytes, 0, 200), 200);
      assertThat(otherHolds(id)).as("written to").isFalse();
    }
    assertThat(otherHolds(id)).as("put down").isTrue();
    // this one has to read what came, to know the hash
    try (Upload upload = ((Opening.Held) open(root).repository("a").open(id)).upload()) {
      upload.append(new ByteArrayInputStream(bytes, 200, 300), 300);
      assertThat(otherHolds(id)).as("read and written to").isFalse();
      assertThat(upload.commit(Digest.of(bytes))).isTrue();
    }
    assertThat(otherHolds(id)).as("ended").isFalse();
  }

  @Test
  void whoCollectsIsAloneAlsoWhenItsOwnProcessIsAskedToCollectOnceMore() throws IOException {
    new Shop(open(root).repository("a")).image("x", "v1");
    List<Boolean> meanwhile = new ArrayList<>();
    Needed meddling =
        repository -> {
          assertThat(open(root).collect(order(Needed.nothing()))).isEmpty();
          meanwhile.add(otherHolds(RegistryFolder.COLLECTING));
          return Set.of();
        };
    assertThat(open(root).collect(order(meddling))).isPresent();
    assertThat(meanwhile).containsExactly(false);
    assertThat(otherHolds(RegistryFolder.COLLECTING)).as("afterwards").isTrue();
  }
}
