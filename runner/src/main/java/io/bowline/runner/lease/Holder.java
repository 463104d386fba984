package io.bowline.runner.lease;

import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Under which name this process holds leases: that of its state folder, which one process holds at
/// a time, and a part of its own. So a runner that starts again need not wait for itself.
///
/// @param folder name of the state folder, for good
/// @param life name of this process
public record Holder(String folder, String life) {
  private static final String FILE = "holder.json";

  private record Kept(int format, String name) {}

  /// The holder of a state folder; named at first use.
  public static Holder in(Path room, RandomGenerator random) {
    FolderCopy.ensure(room);
    Path file = room.resolve(FILE);
    if (!Files.exists(file)) {
      Json.writeDurably(file, new Kept(1, word(random)));
    }
    return new Holder(Json.read(file, Kept.class).name(), word(random));
  }

  String name() {
    return folder + "/" + life;
  }

  /// Whether this name is that of an earlier process on the same state folder; it is dead, since
  /// this one holds the folder.
  boolean isEarlierSelf(String name) {
    return name.startsWith(folder + "/");
  }

  private static String word(RandomGenerator random) {
    return HexFormat.of().toHexDigits(random.nextLong());
  }
}
