package io.bowline.runner.egress;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// The list `withhold` of the customer's policy file. The customer may change it at any time, so
/// the file is looked at each time; it is read when it has changed. With a list that cannot be used
/// all that is optional stays inside.
public final class Withheld implements Supplier<Set<Part>> {
  private static final Logger LOG = Logger.getLogger(Withheld.class);

  private final Optional<Path> file;
  private String stamp = "";
  private Set<Part> now = Set.of();

  /// @param file empty when there is no policy
  public Withheld(Optional<Path> file) {
    this.file = file;
  }

  @Override
  public synchronized Set<Part> get() {
    if (file.isEmpty()) {
      return Set.of();
    }
    try {
      String seen = Files.getLastModifiedTime(file.get()) + " " + Files.size(file.get());
      if (!seen.equals(stamp)) {
        now = read(Files.readString(file.get()));
        stamp = seen;
      }
      return now;
    } catch (NoSuchFileException e) {
      stamp = "";
      return Set.of();
    } catch (IOException | IllegalArgumentException e) {
      return nothingOptional(e);
    }
  }

  private Set<Part> nothingOptional(Exception why) {
    String told = "refused: " + why.getMessage();
    if (!told.equals(stamp)) {
      LOG.errorf(
          "the customer's policy %s cannot be used: %s. Until it is corrected nothing optional"
              + " leaves the account.",
          file.orElseThrow(), why.getMessage());
      stamp = told;
    }
    return EnumSet.allOf(Part.class);
  }

  private static Set<Part> read(String text) {
    return switch (PlainYaml.parse(text)) {
      case Parsed.Refused(var problems) ->
          throw new IllegalArgumentException(problems.getFirst().message());
      case Parsed.Tree(JsonNode root, var _) -> parts(root.path("withhold"));
    };
  }

  private static Set<Part> parts(JsonNode list) {
    if (!list.isMissingNode() && !list.isArray()) {
      throw new IllegalArgumentException("withhold must be a list of words");
    }
    var parts = EnumSet.noneOf(Part.class);
    for (JsonNode word : list) {
      parts.add(
          Part.of(word.asText())
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "withhold names '%s', which cannot be kept inside: one of %s can"
                          .formatted(word.asText(), words()))));
    }
    return parts;
  }

  private static String words() {
    return String.join(", ", EnumSet.allOf(Part.class).stream().map(Part::word).toList());
  }
}
