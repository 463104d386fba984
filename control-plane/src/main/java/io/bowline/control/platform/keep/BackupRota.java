package io.bowline.control.platform.keep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.platform.StartupFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Backups of one folder, taken, tried and taken away again as time passes. What is due is read
/// from the folder, so a process that was away goes on where it was; files with other names are
/// nobody's business here.
public final class BackupRota {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("bowline-(\\d{8}T\\d{6}Z)\\.tgz");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Rhythm rhythm;
  private final Function<Path, String> backUp;
  private final Function<Path, String> drill;

  /// How often, and how many.
  ///
  /// @param keep how many backups stay, at least one; the last that passed a drill stays besides
  public record Rhythm(Duration backup, Duration drill, int keep) {}

  /// A drill that was done.
  ///
  /// @param backup name of the file
  public record Drilled(Instant at, String backup, boolean passed) {}

  /// A backup.
  private record Taken(Path file, Instant at) {}

  /// @param backUp writes a backup to a file that is not there yet, and says what was done
  /// @param drill tries the newest backup of a folder, and says what was found
  public BackupRota(
      Path folder, Rhythm rhythm, Function<Path, String> backUp, Function<Path, String> drill) {
    this.folder = folder;
    this.rhythm = rhythm;
    this.backUp = backUp;
    this.drill = drill;
  }

  /// Takes a backup if one is due.
  ///
  /// @return what was done; empty when nothing was due
  /// @throws StartupFailure when it cannot be taken
  public Optional<String> backUp(Instant now) {
    if (newest().filter(last -> last.plus(rhythm.backup()).isAfter(now)).isPresent()) {
      return Optional.empty();
    }
    String done = backUp.apply(folder().resolve("bowline-" + TIME.format(now) + ".tgz"));
    prune();
    return Optional.of(done);
  }

  /// Tries the newest backup if that is due.
  ///
  /// @return what was found; empty when nothing was due
  /// @throws StartupFailure when it cannot be relied on
  public Optional<String> drill(Instant now) {
    boolean due =
        drills().stream()
            .reduce((_, last) -> last)
            .filter(last -> last.at().plus(rhythm.drill()).isAfter(now))
            .isEmpty();
    Optional<Taken> newest = taken().stream().max(Comparator.comparing(Taken::at));
    return due ? newest.map(last -> drill.apply(last.file())) : Optional.empty();
  }

  /// When the newest backup was taken; empty when there is none.
  public Optional<Instant> newest() {
    return taken().stream().map(Taken::at).max(Comparator.naturalOrder());
  }

  /// The drills on record, oldest first.
  public List<Drilled> drills() {
    Path notes = folder.resolve(Drill.NOTES);
    if (!Files.exists(notes)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(notes)) {
      return lines.map(BackupRota::drilled).flatMap(Optional::stream).toList();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// A line that was cut short by a crash is none.
  private static Optional<Drilled> drilled(String line) {
    try {
      JsonNode note = JSON.readTree(line);
      return Optional.of(
          new Drilled(
              Instant.parse(note.path("at").asText()),
              note.path("backup").asText(),
              note.path("result").asText().equals("passed")));
    } catch (IOException | RuntimeException notOurs) {
      return Optional.empty();
    }
  }

  private void prune() {
    Optional<String> relied =
        drills().stream()
            .filter(Drilled::passed)
            .map(Drilled::backup)
            .filter(name -> Files.exists(folder.resolve(name)))
            .reduce((_, last) -> last);
    List<Taken> beyond =
        taken().stream()
            .sorted(Comparator.comparing(Taken::at).reversed())
            .skip(Math.max(1, rhythm.keep()))
            .toList();
    for (Taken old : beyond) {
      if (relied.filter(old.file().getFileName().toString()::equals).isEmpty()) {
        delete(old.file());
      }
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private List<Taken> taken() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(BackupRota::taken).flatMap(Optional::stream).toList();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static Optional<Taken> taken(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches()
        ? Optional.of(
            new Taken(file, LocalDateTime.parse(name.group(1), TIME).toInstant(ZoneOffset.UTC)))
        : Optional.empty();
  }

  private Path folder() {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private StartupFailure unusable(IOException e) {
    String why =
        switch (e) {
          case FileAlreadyExistsException _, NotDirectoryException _ -> "it is a file.";
          case AccessDeniedException _ -> "this process may not read or write there.";
          default -> String.valueOf(e.getMessage());
        };
    return new StartupFailure(
        "The folder for backups %s cannot be used: %s".formatted(folder, why), e);
  }
}
