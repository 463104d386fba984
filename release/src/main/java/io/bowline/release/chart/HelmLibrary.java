package io.bowline.release.chart;

import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Helm's native library, unpacked once into a folder that is kept, and loaded from there.
///
/// Left to itself, helm-java copies 98 MB to the temporary folder for every JVM, and downloads the
/// library when it is not on the class path; neither happens here. After the first call the library
/// owns the process's termination signals: long-lived processes use it in a child.
public final class HelmLibrary {
  private final Path folder;
  private @Nullable HelmLib loaded;

  /// @param folder that only this user writes; made when it is missing
  public HelmLibrary(Path folder) {
    this.folder = folder;
  }

  /// The user's cache: `$XDG_CACHE_HOME/bowline/helm`, or below `~/.cache`.
  public static Path usualFolder() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("bowline").resolve("helm");
  }

  /// The library; loaded at the first call.
  ///
  /// @throws IOException when it cannot be unpacked, or there is none for this platform
  public synchronized HelmLib lib() throws IOException {
    HelmLib lib = loaded;
    if (lib == null) {
      lib = Native.load(unpacked().toString(), HelmLib.class);
      loaded = lib;
    }
    return lib;
  }

  /// Gives the termination signals back to the operating system's default, after the library took
  /// them: Ctrl-C ends the process again. For short-lived processes; nothing is cleaned up then.
  ///
  /// By reflection, since the compiler warns of this class whatever one says.
  public static void releaseSignals() throws IOException {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object usual = handler.getField("SIG_DFL").get(null);
      for (String name : List.of("INT", "TERM")) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, usual);
      }
    } catch (ReflectiveOperationException e) {
      throw new IOException("this JDK does not let a program set its signals", e);
    }
  }

  /// Unpacks without loading, so that a child process finds it in place.
  public Path unpacked() throws IOException {
    NativeLibrary packed =
        ServiceLoader.load(NativeLibrary.class, HelmLibrary.class.getClassLoader())
            .findFirst()
            .orElseThrow(() ->
                new IOException(
                    "Helm's library for "
                        + System.getProperty("os.name").toLowerCase(Locale.ROOT)
                        + " "
                        + System.getProperty("os.arch")
                        + " is not part of this build"));
    String name = packed.getBinaryName();
    var resource = packed.getClass().getResource("/" + name);
    if (resource == null) {
      throw new IOException(name + " is missing from its jar");
    }
    long size = resource.openConnection().getContentLengthLong();
    Path place = folder.resolve(size + "-" + name);
    if (!Files.exists(place)) {
      Files.createDirectories(folder);
      try (InputStream in = resource.openStream()) {
        put(in, place);
      }
    }
    return place;
  }

  /// Several processes may do this at once: each writes its own file, the first rename counts.
  private void put(InputStream in, Path place) throws IOException {
    Path part = Files.createTempFile(folder, "helm", ".part");
    try {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      if (!Files.exists(place)) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
