package io.bowline.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.model.audit.AuditRecord;
import io.bowline.model.id.OrgId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An exported chain: each line is one entry, which carries the hash of the line before.
final class AuditFile {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Path file;

  AuditFile(Path file) {
    this.file = file;
  }

  /// What a walk along it found.
  ///
  /// @param first number of its first entry; 0 when there is none
  /// @param last number of the last that holds
  /// @param hash of that one, to compare with one that was kept
  /// @param reason why it does not hold; empty when it does
  record Found(long first, long last, String hash, Optional<String> reason) {}

  Found walk() {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      Found found = new Found(0, 0, "", Optional.empty());
      String line = lines.readLine();
      while (line != null && found.reason().isEmpty()) {
        found = next(found, line);
        line = lines.readLine();
      }
      return found;
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }

  private static Found next(Found before, String line) {
    long expected = before.last() + 1;
    JsonNode entry = read(line);
    AuditRecord read = entry == null ? null : record(entry);
    if (entry == null || read == null) {
      return broken(before, "line after entry " + before.last() + " is no entry");
    }
    boolean first = before.first() == 0;
    if (!first && read.number() != expected) {
      return broken(before, "entry " + expected + " is missing");
    }
    boolean follows = first ? begins(read) : read.previous().equals(before.hash());
    if (!follows || !read.hash().equals(entry.path("hash").asText())) {
      return broken(before, "entry " + read.number() + " was altered");
    }
    return new Found(
        first ? read.number() : before.first(), read.number(), read.hash(), Optional.empty());
  }

  /// A file may begin later; then what came before is known by its hash alone.
  private static boolean begins(AuditRecord first) {
    return first.number() >= 1 && (first.number() == 1) == first.previous().isEmpty();
  }

  private static Found broken(Found before, String reason) {
    return new Found(before.first(), before.last(), before.hash(), Optional.of(reason));
  }

  private static @Nullable JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /// Entries of the first version have none of it.
  private static Optional<AuditRecord.From> from(JsonNode entry) {
    return switch (entry.path("version").asInt(1)) {
      case 1 -> Optional.empty();
      case 2 ->
          Optional.of(
              new AuditRecord.From(
                  entry.path("source").asText(),
                  entry.path("program").asText(),
                  entry.path("credential").asText()));
      default -> throw new IllegalArgumentException("an entry of a version that is not known here");
    };
  }

  private static @Nullable AuditRecord record(JsonNode entry) {
    try {
      return new AuditRecord(
          OrgId.parse(entry.path("org").asText()),
          entry.path("number").asLong(),
          Instant.parse(entry.path("at").asText()),
          entry.path("actor").asText(),
          entry.path("action").asText(),
          entry.path("subject").asText(),
          entry.path("detail").asText(),
          entry.path("previous").asText(),
          from(entry));
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }
}
