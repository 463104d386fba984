package io.bowline.runner.holding;

import io.bowline.model.belonging.Belonging;
import io.bowline.model.id.JobId;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.kube.ObjectKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the newest uninstall has to remember: what was there when it began, since afterwards nobody
/// can see that any more, and components that hold data still.
///
/// @param job whose it is
/// @param before everything that was there before its first write
/// @param kept components of which something was kept, for the next uninstall
public record LeavingRecord(
    int format, String job, List<Entry> before, List<ComponentRecord> kept) {
  private static final int FORMAT = 1;
  private static final String FILE = "leaving.json";

  public LeavingRecord {
    before = List.copyOf(before);
    kept = List.copyOf(kept);
  }

  /// One thing.
  public record Entry(Belonging what, @Nullable ObjectKey key) {
    static Entry of(Held held) {
      return new Entry(held.what(), held.key().orElse(null));
    }

    Held held() {
      return new Held(what, Optional.ofNullable(key));
    }
  }

  public static LeavingRecord read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return new LeavingRecord(FORMAT, "", List.of(), List.of());
    }
    if (Json.read(file).path("format").asInt() != FORMAT) {
      throw new IllegalStateException(file + " is of a later version: update the runner");
    }
    return Json.read(file, LeavingRecord.class);
  }

  public void write(Path folder) {
    FolderCopy.ensure(folder);
    Json.writeDurably(folder.resolve(FILE), this);
  }

  /// Whether this job has looked already, in a process that died.
  public boolean isOf(JobId id) {
    return job.equals(id.toString());
  }

  public LeavingRecord beginning(JobId id, List<Held> seen) {
    return new LeavingRecord(FORMAT, id.toString(), seen.stream().map(Entry::of).toList(), kept);
  }

  public LeavingRecord keeping(List<ComponentRecord> components) {
    return new LeavingRecord(FORMAT, job, before, components);
  }

  public List<Held> seen() {
    return before.stream().map(Entry::held).toList();
  }
}
