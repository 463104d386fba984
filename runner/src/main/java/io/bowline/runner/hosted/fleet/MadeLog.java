package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a run has made so far, by name and id, written down as it is heard. Terraform itself writes
/// its record every 20 s only: what it made since is unknown to it after a kill, and would be made
/// a second time, or be in the way. It is taken into the record by this list.
final class MadeLog {
  private final Path file;
  private final Lookup lookup;

  /// @param folder that outlives the process
  MadeLog(Path folder, Lookup lookup) {
    this.lookup = lookup;
    this.file = folder.resolve("made.jsonl");
  }

  /// Such a resource is begun, or is there.
  ///
  /// @param address in the module, as `aws_vpc.this[0]`
  /// @param id as the provider says it, which is no secret; empty as long as it has none
  synchronized void made(String address, String id) {
    ObjectNode line = Json.object().put("address", address).put("id", id);
    try {
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.DSYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /// The record has it all.
  void clear() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  /// All that was begun or made, by address; a line that a death has cut is none.
  Map<String, String> all() {
    var all = new TreeMap<String, String>();
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          if (line.endsWith("}")) {
            JsonNode read = Json.tree(line);
            all.put(read.path("address").asText(), read.path("id").asText());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return all;
  }

  /// What is not in the record, as Terraform takes it in: address, and the id by which it is found.
  ///
  /// @param known addresses in the record
  Map<String, String> lost(List<String> known) {
    Map<String, String> all = all();
    var lost = new TreeMap<String, String>();
    all.forEach((address, id) -> {
      if (!known.contains(address) && !id.isEmpty()) {
        lookup.byId(all, address, id).ifPresent(by -> lost.put(address, by));
      }
    });
    return lost;
  }

  /// What was begun, is not in the record, and would be in the way if it is there: address, and the
  /// id by which to look. What has no name of its own may be left in the account.
  ///
  /// @param known addresses in the record
  Map<String, String> perhaps(List<String> known) {
    var perhaps = new TreeMap<String, String>();
    all()
        .forEach((address, id) -> {
          if (id.isEmpty() && !known.contains(address)) {
            lookup.byName(address).ifPresent(name -> perhaps.put(address, name));
          }
        });
    return perhaps;
  }
}
