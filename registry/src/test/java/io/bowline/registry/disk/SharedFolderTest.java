package io.bowline.registry.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.platform.RandomNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several storages on one folder, as several processes have them.
class SharedFolderTest {
  @TempDir private Path root;

  @Test
  void pushersOfTheSameAndOfOtherBytesDoNotDisturbEachOther()
      throws IOException, InterruptedException, ExecutionException {
    List<Future<?>> pushes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int pusher = 0; pusher < 8; pusher++) {
        RegistryFolder own = open();
        int number = pusher;
        pushes.add(threads.submit(() -> pushAll(own, number)));
      }
      for (Future<?> push : pushes) {
        push.get();
      }
    }
    RegistryFolder after = open();
    for (int pusher = 0; pusher < 8; pusher++) {
      RepositoryFolder repository = after.repository("team/app" + pusher % 3);
      for (byte[] blob : blobs(pusher)) {
        Digest digest = Digest.of(blob);
        try (InputStream in = repository.blob(digest).orElseThrow().open(0)) {
          assertThat(in.readAllBytes()).isEqualTo(blob);
        }
      }
      Digest tagged = repository.tagged("v" + pusher).orElseThrow();
      assertThat(repository.manifest(tagged)).isPresent();
      assertThat(repository.tags()).contains("v" + pusher, "latest");
    }
    try (var left = Files.list(root.resolve("unfinished"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void anUploadGoesOnInAnotherProcess() throws IOException {
    byte[] blob = "first half second half".getBytes(UTF_8);
    String id;
    try (Upload upload = open().repository("a").uploads().begin(Digest.Algorithm.SHA256)) {
      upload.append(new ByteArrayInputStream(blob, 0, 10), 100);
      id = upload.id();
    }
    try (Upload upload = held(open(), id)) {
      assertThat(upload.size()).isEqualTo(10);
      upload.append(new ByteArrayInputStream(blob, 10, blob.length - 10), 100);
      assertThat(upload.commit(Digest.of(blob))).isTrue();
    }
    assertThat(open().repository("a").blob(Digest.of(blob))).isPresent();
    assertThat(open().repository("a").uploads().open(id))
        .isInstanceOf(UploadFolder.Opening.Unknown.class);
  }

  @Test
  void anUploadBelongsToOneWriterAtATime() throws IOException {
    try (Upload upload = open().repository("a").uploads().begin(Digest.Algorithm.SHA256)) {
      assertThat(open().repository("a").uploads().open(upload.id()))
          .isInstanceOf(UploadFolder.Opening.Busy.class);
    }
  }

  @Test
  void whatNobodyTouchedForLongIsForgottenUnlessSomeoneHoldsIt() throws IOException {
    RegistryFolder registry = open();
    String old;
    try (Upload upload = registry.repository("deep/er").uploads().begin(Digest.Algorithm.SHA256)) {
      old = upload.id();
    }
    Files.writeString(root.resolve("unfinished/left-over"), "half");
    registry.forgetUntouchedSince(Instant.EPOCH);
    held(registry, "deep/er", old).close();
    try (Upload held = registry.repository("a").uploads().begin(Digest.Algorithm.SHA256)) {
      registry.forgetUntouchedSince(Instant.MAX);
      assertThat(held.append(new ByteArrayInputStream(new byte[3]), 10)).isEqualTo(3);
    }
    assertThat(registry.repository("deep/er").uploads().open(old))
        .isInstanceOf(UploadFolder.Opening.Unknown.class);
    assertThat(root.resolve("unfinished/left-over")).doesNotExist();
  }

  @Test
  void thousandsOfAbandonedUploadsAreForgottenAndLeaveNothing() throws IOException {
    abandon(1_000);
  }

  @Test
  @Tag("nightly")
  void tenThousandAbandonedUploadsAreForgottenAndLeaveNothing() throws IOException {
    abandon(10_000);
  }

  private void abandon(int many) throws IOException {
    RegistryFolder registry = open();
    for (int i = 0; i < many; i++) {
      UploadFolder uploads = registry.repository("acme/r" + i % 7).uploads();
      try (Upload upload = uploads.begin(Digest.Algorithm.SHA256)) {
        assertThat(upload.append(new ByteArrayInputStream(new byte[100]), 100)).isEqualTo(100);
      }
    }
    registry.forgetUntouchedSince(Instant.MAX);
    try (Stream<Path> left = Files.walk(root.resolve("repositories"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aFolderOfALaterLayoutIsNotOpened() throws IOException {
    open();
    Files.writeString(root.resolve("layout"), "2\nregistry");
    assertThat(org.assertj.core.api.Assertions.catchThrowable(this::open))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("newer version");
  }

  private RegistryFolder open() throws IOException {
    return RegistryFolder.open(new LocalDisk(), root, new RandomNames());
  }

  private static Upload held(RegistryFolder registry, String id) throws IOException {
    return held(registry, "a", id);
  }

  private static Upload held(RegistryFolder registry, String repository, String id)
      throws IOException {
    return ((UploadFolder.Opening.Held) registry.repository(repository).uploads().open(id))
        .upload();
  }

  private static Void pushAll(RegistryFolder registry, int pusher) throws IOException {
    RepositoryFolder repository = registry.repository("team/app" + pusher % 3);
    for (byte[] blob : blobs(pusher)) {
      try (Upload upload = repository.uploads().begin(Digest.Algorithm.SHA256)) {
        upload.append(new ByteArrayInputStream(blob), 1_000_000);
        assertThat(upload.commit(Digest.of(blob))).isTrue();
      }
    }
    byte[] manifest = ("{\"pusher\": " + pusher + "}").getBytes(UTF_8);
    ManifestPush push =
        new ManifestPush(
            Digest.of(manifest), "a/b", Optional.empty(), List.of("v" + pusher, "latest"));
    try (Disk.Held _ = repository.exclusively()) {
      repository.keep(push, manifest);
    }
    return null;
  }

  /// Half of the blobs are everyone's, half the pusher's own.
  private static List<byte[]> blobs(int pusher) {
    List<byte[]> blobs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      byte[] blob = new byte[20_000 + i];
      new Random(i % 2 == 0 ? i : i * 100L + pusher).nextBytes(blob);
      blobs.add(blob);
    }
    return blobs;
  }
}
