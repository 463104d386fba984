package io.bowline.runner.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.platform.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// The classes of a short-lived child JVM in one file, which later children map into memory instead
/// of finding, parsing and checking one class after the other: half of what such a child costs.
///
/// The first child that ends well says which classes it had; a JVM in the background writes them
/// down. A file that does not fit the JVM or the class path is passed over by the JVM itself, and
/// without one everything works as well. It holds code: only this user may write to its folder.
public final class ClassArchive {
  private static final Logger LOG = Logger.getLogger(ClassArchive.class);
  private static final String LIST = "classes.txt";
  private static final String PREFIX = "classes-";
  private static final String DRAFT = "draft-";
  private static final String SUFFIX = ".jsa";

  /// Versions that may take turns on one machine.
  private static final int KEPT = 4;

  private static final Limits LIMITS = Limits.within(Duration.ofMinutes(5));

  private final AtomicBoolean tried = new AtomicBoolean();
  private final Host host;
  private final Path folder;
  private final Path file;
  private final List<String> jvm;

  /// @param folder where it is kept
  /// @param jvm options of the children that decide on how classes look in memory
  public ClassArchive(Host host, Path folder, List<String> jvm) {
    this.host = host;
    this.folder = folder.toAbsolutePath();
    this.jvm = List.copyOf(jvm);
    file = this.folder.resolve(PREFIX + key(this.jvm) + SUFFIX);
  }

  /// Where it is, or will be.
  Path file() {
    return file;
  }

  /// What a child has to be started with.
  ///
  /// @param workspace of this child alone
  public List<String> options(Path workspace) {
    var options = new ArrayList<>(jvm);
    if (Files.isRegularFile(file)) {
      options.addAll(List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off,aot=off"));
    } else if (!tried.get()) {
      options.add("-XX:DumpLoadedClassList=" + workspace.resolve(LIST));
    }
    return options;
  }

  /// Takes note of the classes of a child that has ended well.
  public void learn(Path workspace) {
    Path list = workspace.resolve(LIST);
    if (!Files.isRegularFile(list) || !tried.compareAndSet(false, true)) {
      return;
    }
    try {
      Files.createDirectories(folder);
      Path own = Files.createTempDirectory(folder, DRAFT);
      Files.move(list, own.resolve(LIST));
      Thread.ofVirtual().name("class-archive").start(() -> make(own));
    } catch (IOException e) {
      LOG.debugf(e, "no class archive in %s", folder);
    }
  }

  private void make(Path own) {
    try {
      Path draft = own.resolve("draft" + SUFFIX);
      if (host.run(writing(own, draft)) instanceof Ended.Exited exited && exited.succeeded()) {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        Durable.names(folder);
        dropOld();
      }
    } catch (IOException e) {
      // the next start of the runner tries again
      LOG.debugf(e, "no class archive in %s", folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      remove(own);
    }
  }

  private Command writing(Path own, Path draft) {
    var argv = new ArrayList<>(ChildJvm.LIKE_THIS);
    argv.addAll(jvm);
    argv.addAll(
        List.of(
            "-Xshare:dump",
            "-Xmx96m",
            "-XX:SharedClassListFile=" + own.resolve(LIST),
            "-XX:SharedArchiveFile=" + draft,
            "-cp",
            ChildJvm.jars()));
    return new Command(ChildJvm.java(), argv, own, LIMITS);
  }

  private void dropOld() throws IOException {
    var archives = new ArrayList<Path>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      found.forEach(archives::add);
    }
    archives.sort(Comparator.comparing(ClassArchive::written).reversed());
    for (Path old : archives.subList(Math.min(KEPT, archives.size()), archives.size())) {
      Files.deleteIfExists(old);
    }
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, DRAFT + "*")) {
      for (Path draft : drafts) {
        if (written(draft).toMillis() < written(file).toMillis() - LIMITS.time().toMillis() * 2) {
          remove(draft); // whoever made it was killed
        }
      }
    }
  }

  private static FileTime written(Path archive) {
    try {
      return Files.getLastModifiedTime(archive);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // somebody else dropped it
    }
  }

  private static void remove(Path own) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(own)) {
      for (Path each : left) {
        Files.deleteIfExists(each);
      }
      Files.deleteIfExists(own);
    } catch (IOException e) {
      LOG.debugf(e, "%s stays behind", own);
    }
  }

  /// The JVM would refuse a file of another JVM or of other jars; this keeps them apart.
  private static String key(List<String> jvm) {
    var text = new StringBuilder(System.getProperty("java.vm.version", ""));
    text.append('\n').append(ChildJvm.java()).append('\n').append(jvm).append('\n');
    for (Path jar : ChildJvm.jarFiles()) {
      text.append(jar).append(' ').append(jar.toFile().length()).append(' ');
      text.append(jar.toFile().lastModified()).append('\n');
    }
    return Digest.of(text.toString().getBytes(UTF_8)).hex().substring(0, 16);
  }
}
