package io.bowline.runner.step.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Failure;
import io.bowline.release.bundle.ProviderFile;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Providers that releases brought, each unpacked once, under the digest of its file. A module says
/// in a file beside it which of them are its own, so a return has the same ones.
public final class ProviderShelf {
  /// Beside a module: path in a mirror, and digest.
  static final String LIST = "bowline.providers.json";

  private static final int MOST_ENTRIES = 200;
  private static final long MOST_UNPACKED = 3L << 30;
  private static final String EXECUTABLE = "terraform-provider-";

  private final Path folder;

  /// @param folder of this shelf alone
  public ProviderShelf(Path folder) {
    this.folder = folder;
  }

  /// Where the file of a provider comes from.
  @FunctionalInterface
  public interface Fetch {
    /// Writes it, checked against its digest.
    void to(ProviderFile provider, OutputStream out) throws IOException;
  }

  /// Such as `linux_amd64`, as Terraform calls this machine.
  static String platform() {
    String architecture =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          case String other -> other;
        };
    String os = System.getProperty("os.name", "").startsWith("Mac") ? "darwin" : "linux";
    return os + "_" + architecture;
  }

  /// Has those of this machine's platform on the shelf.
  ///
  /// @return path in a mirror and digest of each
  public Map<String, Digest> bring(List<ProviderFile> carried, Fetch fetch) {
    var brought = new TreeMap<String, Digest>();
    for (ProviderFile provider : carried) {
      if (provider.platform().equals(platform())) {
        Digest digest = provider.layer().digest();
        if (!Files.isDirectory(at(digest))) {
          unpack(provider, fetch);
        }
        brought.put(provider.unpackedPath(), digest);
      }
    }
    return brought;
  }

  private Path at(Digest digest) {
    return folder.resolve(digest.hex());
  }

  private void unpack(ProviderFile provider, Fetch fetch) {
    FolderCopy.ensure(folder);
    Path draft = folder.resolve(provider.layer().digest().hex() + ".part");
    Path zip = folder.resolve(provider.layer().digest().hex() + ".zip");
    FolderCopy.remove(draft);
    try {
      try (OutputStream out = Files.newOutputStream(zip)) {
        fetch.to(provider, out);
      }
      // nothing is unpacked that was not checked as a whole
      Files.createDirectories(draft);
      unzip(zip, draft);
      FolderCopy.sync(draft);
      Files.move(draft, at(provider.layer().digest()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StepException(
          new Failure(
              "provider",
              "provider %s cannot be had: %s".formatted(provider.layer().title(), e.getMessage()),
              true),
          e);
    } finally {
      FolderCopy.remove(draft);
      remove(zip);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  private static void unzip(Path zip, Path into) throws IOException {
    long left = MOST_UNPACKED;
    int entries = 0;
    try (var in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (++entries > MOST_ENTRIES || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}")) {
          throw refused(
              "holds '" + name.replaceAll("[^\\x20-\\x7e]", "?") + "', or too many files");
        }
        Path file = into.resolve(name);
        left -= copied(in, file, left);
        if (name.startsWith(EXECUTABLE) && !file.toFile().setExecutable(true, true)) {
          throw new IOException("cannot make " + file + " executable");
        }
      }
    }
    if (entries == 0) {
      throw refused("is no zip file with a provider");
    }
  }

  private static long copied(InputStream in, Path file, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long written = 0;
    try (OutputStream out =
        Files.newOutputStream(file, java.nio.file.StandardOpenOption.CREATE_NEW)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        written += read;
        if (written > most) {
          throw refused("unpacks to more than " + MOST_UNPACKED + " bytes");
        }
        out.write(buffer, 0, read);
      }
    }
    return written;
  }

  private static StepException refused(String why) {
    return new StepException("provider", "a provider's file " + why);
  }

  /// Writes down beside a module which providers are its own.
  static void note(Path module, Map<String, Digest> providers) {
    if (!providers.isEmpty()) {
      ObjectNode list = Json.object();
      providers.forEach((path, digest) -> list.put(path, digest.toString()));
      Json.write(module.resolve(LIST), list);
    }
  }

  /// Lays out the mirror of a module's own providers; links, since Terraform copies nothing then.
  ///
  /// @return addresses of the providers that are in it
  Set<String> mirror(Path module, Path mirror) throws IOException {
    Path list = module.resolve(LIST);
    FolderCopy.remove(mirror);
    if (!Files.exists(list)) {
      return Set.of();
    }
    var addresses = new TreeSet<String>();
    for (Map.Entry<String, JsonNode> one : Json.read(list).properties()) {
      Path unpacked = at(Digest.parse(one.getValue().asText()));
      if (!Files.isDirectory(unpacked)) {
        throw new StepException(
            "provider", "provider " + one.getKey() + " is not on this runner any more; plan again");
      }
      Path link = mirror.resolve(one.getKey());
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, unpacked.toAbsolutePath());
      addresses.add(
          one.getKey()
              .substring(0, one.getKey().lastIndexOf('/', one.getKey().lastIndexOf('/') - 1)));
    }
    return addresses;
  }

  /// Takes away what no module below a folder names: plans that are kept, and what a return needs.
  public void tidy(Path modules) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Set<String> named = new HashSet<>();
    try (Stream<Path> all = Files.walk(modules, 8)) {
      all.filter(file -> file.endsWith(LIST))
          .forEach(file ->
              Json.read(file).forEach(digest -> named.add(Digest.parse(digest.asText()).hex())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look which providers are needed", e);
    }
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(one -> !named.contains(String.valueOf(one.getFileName())))
          .toList()
          .forEach(FolderCopy::remove);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy " + folder, e);
    }
  }
}
