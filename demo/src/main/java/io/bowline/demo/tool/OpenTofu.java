package io.bowline.demo.tool;

import io.bowline.model.artifact.Digest;
import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.ArchiveRefused;
import io.bowline.release.archive.Unpacker;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The pinned OpenTofu in the user's cache: fetched once, and only these bytes are ever unpacked.
///
/// The checksum is part of this program and not of the place that the bytes come from, so neither a
/// mirror nor somebody on the way can change what is run.
public final class OpenTofu {
  /// What a person does about it who gets none.
  public static final String INSTEAD =
      "install OpenTofu (https://opentofu.org/docs/intro/install) or Terraform so that `tofu` or"
          + " `terraform` is on the PATH, or leave that component out with --without-terraform";

  private static final String PROGRAM = "tofu";
  private static final ArchiveLimits LIMITS = new ArchiveLimits(96L << 20, 320L << 20, 50, 200, 4);

  private final Optional<Pin> pin;
  private final Path cache;
  private final Download download;

  OpenTofu(Optional<Pin> pin, Path cache, Download download) {
    this.pin = pin;
    this.cache = cache;
    this.download = download;
  }

  /// For this machine.
  ///
  /// @param cache of the user, for what Bowline fetches
  public static OpenTofu forThisMachine(Path cache) {
    Optional<Pin> pin = Pin.of(System.getProperty("os.name"), System.getProperty("os.arch"));
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(15))
            // never from https to http
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(Proxies.of(System.getenv()))
            .build();
    return new OpenTofu(
        pin, cache, new Download(client, LIMITS.compressedBytes(), Duration.ofSeconds(30)));
  }

  /// The folder that holds `tofu`, fetched first where it is not there yet.
  ///
  /// @param say told before anything is fetched, and afterwards
  /// @throws NotFetched saying why there is none
  public Path folder(Consumer<String> say) throws IOException {
    Pin wanted =
        pin.orElseThrow(
            () -> new NotFetched("there is no pinned OpenTofu for this kind of machine"));
    Path home = cache.resolve("tofu").resolve(wanted.folder());
    if (Files.isExecutable(home.resolve(PROGRAM))) {
      return home;
    }
    say.accept(
        "Neither tofu nor terraform is on the PATH. Fetching OpenTofu %s (about 30 MB) into %s ..."
            .formatted(Pin.VERSION, home));
    long began = System.nanoTime();
    Files.createDirectories(home.getParent());
    Path draft = Files.createTempDirectory(home.getParent(), ".fetching");
    try {
      Path archive = draft.resolve("archive.tar.gz");
      Digest found = download.to(wanted.address(), archive);
      if (!found.equals(wanted.digest())) {
        throw new NotFetched(
            "what %s gave has SHA-256 %s, not the pinned %s; it was thrown away"
                .formatted(wanted.address(), found.hex(), wanted.digest().hex()));
      }
      publish(unpack(archive, draft.resolve("unpacked")), home);
    } finally {
      remove(draft);
    }
    say.accept("Fetched in %.1f s; its checksum is right.".formatted(secondsSince(began)));
    return home;
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static Path unpack(Path archive, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (InputStream packed = Files.newInputStream(archive)) {
      Unpacker.read(
          packed,
          LIMITS,
          (name, file) -> {
            Path target = folder.resolve(name);
            Files.createDirectories(target.resolveSibling("."));
            Files.write(target, file.bytes());
            if (file.executable()) {
              Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
          });
    } catch (ArchiveRefused e) {
      throw new NotFetched("the archive is not opened: " + e.getMessage(), e);
    }
    if (!Files.isExecutable(folder.resolve(PROGRAM))) {
      throw new NotFetched("the archive holds no program `" + PROGRAM + "`");
    }
    return folder;
  }

  /// One rename: two demos may fetch at once, and the slower one takes what the faster one put.
  private static void publish(Path unpacked, Path home) throws IOException {
    try {
      Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isExecutable(home.resolve(PROGRAM))) {
        throw e;
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
