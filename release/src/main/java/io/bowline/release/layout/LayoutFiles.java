package io.bowline.release.layout;

import io.bowline.release.bundle.BundleRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/// The files of a layout, in a tar or in a folder: read where they lie, by several at once. Nothing
/// is unpacked, and only paths that the specification names are asked for.
sealed interface LayoutFiles {
  /// How many bytes a file has; none where there is no such file.
  OptionalLong size(String path) throws IOException;

  /// A file's bytes, from one of them on.
  InputStream open(String path, long from) throws IOException;

  /// Opens a layout.
  ///
  /// @throws BundleRefused when there is nothing that could be one
  static LayoutFiles at(Path place) throws IOException {
    return Files.isDirectory(place) ? new InFolder(place) : InTar.read(place);
  }

  /// As `skopeo copy oci:FOLDER` makes them.
  record InFolder(Path folder) implements LayoutFiles {
    @Override
    public OptionalLong size(String path) throws IOException {
      Path file = folder.resolve(path);
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? OptionalLong.of(Files.size(file))
          : OptionalLong.empty();
    }

    @Override
    public InputStream open(String path, long from) throws IOException {
      return streamed(folder.resolve(path), from);
    }
  }

  /// Where each file's bytes are in the tar.
  record InTar(Path file, Map<String, Place> places) implements LayoutFiles {
    private static final int MOST_ENTRIES = 200_000;

    record Place(long offset, long size) {}

    static InTar read(Path file) throws IOException {
      try (TarFile tar = new TarFile(file)) {
        Map<String, Place> places = new HashMap<>();
        for (TarArchiveEntry entry : tar.getEntries()) {
          if (places.size() == MOST_ENTRIES) {
            throw new BundleRefused(
                file.getFileName() + " holds more than " + MOST_ENTRIES + " entries");
          }
          if (entry.isFile() && !entry.isSparse()) {
            var place = new Place(entry.getDataOffset(), entry.getSize());
            if (places.putIfAbsent(plain(entry.getName()), place) != null) {
              throw new BundleRefused(
                  file.getFileName() + " holds '" + entry.getName() + "' twice");
            }
          }
        }
        return new InTar(file, Map.copyOf(places));
      } catch (NoSuchFileException e) {
        throw new BundleRefused(file.getFileName() + ": there is no such file");
      } catch (BundleRefused e) {
        throw e;
      } catch (IOException | IllegalArgumentException e) {
        throw new BundleRefused(file.getFileName() + " is no tar file: " + e.getMessage());
      }
    }

    private static String plain(String name) {
      return name.startsWith("./") ? name.substring(2) : name;
    }

    @Override
    public OptionalLong size(String path) {
      Place place = places.get(path);
      return place == null ? OptionalLong.empty() : OptionalLong.of(place.size());
    }

    @Override
    public InputStream open(String path, long from) throws IOException {
      Place place = places.get(path);
      if (place == null) {
        throw new NoSuchFileException(path);
      }
      return new Part(streamed(file, place.offset() + from), place.size() - from);
    }
  }

  private static InputStream streamed(Path file, long from) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      return Channels.newInputStream(channel.position(from));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
