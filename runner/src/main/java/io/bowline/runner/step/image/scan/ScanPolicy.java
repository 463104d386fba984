package io.bowline.runner.step.image.scan;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.finding.Finding.SeverityCount;
import io.bowline.runner.step.StepException;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The part `scan` of the customer's policy file.
///
/// @param block severities of which no image may have any; none when scans do not count
/// @param patience how long a scan that is not over is waited for
/// @param blocksDoubt whether an image that nobody can tell about is kept out, too
public record ScanPolicy(Set<String> block, Duration patience, boolean blocksDoubt) {
  private static final Set<String> SEVERITIES =
      Set.of("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED", "UNTRIAGED");
  private static final Set<String> FIELDS = Set.of("block", "wait", "inconclusive");
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(1);

  public ScanPolicy {
    block = Set.copyOf(block);
  }

  /// What counts where the customer said nothing: the registry's own rules alone.
  public static final ScanPolicy NONE = new ScanPolicy(Set.of(), Duration.ZERO, false);

  /// Whether scans count at all.
  public boolean isOn() {
    return !block.isEmpty();
  }

  /// Those that keep an image out.
  public List<SeverityCount> blocked(List<SeverityCount> found) {
    return found.stream().filter(one -> one.count() > 0 && block.contains(one.severity())).toList();
  }

  /// The same for a look that waits for nothing.
  public ScanPolicy atOnce() {
    return new ScanPolicy(block, Duration.ZERO, blocksDoubt);
  }

  /// Reads the file again, since the customer may change it at any time.
  ///
  /// @throws StepException naming what is wrong with it: nothing is weakened by a slip of the pen
  public static ScanPolicy read(Optional<Path> file) {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return NONE;
    }
    try {
      return switch (PlainYaml.parse(Files.readString(file.get()))) {
        case Parsed.Refused(var problems) ->
            throw refused(file.get(), problems.getFirst().message());
        case Parsed.Tree(JsonNode root, var _) -> section(root.path("scan"));
      };
    } catch (IllegalArgumentException e) {
      throw refused(file.get(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the policy " + file.get(), e);
    }
  }

  private static StepException refused(Path file, String why) {
    return new StepException("policy-refused", "the policy " + file + " cannot be used: " + why);
  }

  private static ScanPolicy section(JsonNode section) {
    if (section.isMissingNode()) {
      return NONE;
    }
    if (!section.isObject()) {
      throw new IllegalArgumentException("scan must have fields of " + sorted(FIELDS));
    }
    section
        .fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            throw new IllegalArgumentException("scan has the unknown field '" + name + "'");
          }
        });
    return new ScanPolicy(block(section), patience(section), doubt(section));
  }

  private static Set<String> block(JsonNode section) {
    Set<String> block = new TreeSet<>();
    for (JsonNode word : section.path("block")) {
      if (!SEVERITIES.contains(word.asText())) {
        throw new IllegalArgumentException(
            "scan.block names '%s', which is none of %s"
                .formatted(word.asText(), sorted(SEVERITIES)));
      }
      block.add(word.asText());
    }
    if (block.isEmpty()) {
      throw new IllegalArgumentException("scan.block must be a list of severities");
    }
    return block;
  }

  private static Duration patience(JsonNode section) {
    if (!section.has("wait")) {
      return USUAL;
    }
    try {
      Duration wait = Duration.parse(section.path("wait").asText());
      if (!wait.isNegative() && wait.compareTo(LONGEST) <= 0) {
        return wait;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new IllegalArgumentException("scan.wait is like PT5M, and at most " + LONGEST);
  }

  private static boolean doubt(JsonNode section) {
    return switch (section.path("inconclusive").asText("block")) {
      case "block" -> true;
      case "warn" -> false;
      default -> throw new IllegalArgumentException("scan.inconclusive must be block or warn");
    };
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }
}
