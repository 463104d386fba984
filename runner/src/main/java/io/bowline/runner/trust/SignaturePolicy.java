package io.bowline.runner.trust;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.release.cosign.CosignKey;
import io.bowline.release.trust.KeyRefused;
import io.bowline.runner.step.StepException;
import io.bowline.runner.trust.SignatureRule.Mode;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The part `signatures` of the customer's policy file. The first rule that fits a repository
/// counts; `otherwise` is for all that none fits.
record SignaturePolicy(List<SignatureRule> rules, Mode otherwise) {
  private static final int MOST = 200;
  private static final Set<String> SECTION = Set.of("keys", "rules", "otherwise");
  private static final Set<String> KEY = Set.of("name", "publicKey", "from", "until");
  private static final Set<String> RULE = Set.of("repositories", "mode", "keys", "signedAs");

  SignaturePolicy {
    rules = List.copyOf(rules);
  }

  /// What counts where the customer said nothing: the release's own signature alone.
  static final SignaturePolicy NONE = new SignaturePolicy(List.of(), Mode.OFF);

  /// Reads the file again, since the customer may change it at any time.
  ///
  /// @throws StepException naming what is wrong with it: nothing is weakened by a slip of the pen
  static SignaturePolicy read(Optional<Path> file) {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return NONE;
    }
    try {
      return switch (PlainYaml.parse(Files.readString(file.get()))) {
        case Parsed.Refused(var problems) ->
            throw refused(file.get(), problems.getFirst().message());
        case Parsed.Tree(JsonNode root, var _) -> section(root.path("signatures"));
      };
    } catch (Malformed e) {
      throw refused(file.get(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the policy " + file.get(), e);
    }
  }

  Optional<SignatureRule> ruleFor(String repository) {
    return rules.stream().filter(rule -> rule.isFor(repository)).findFirst();
  }

  private static StepException refused(Path file, String why) {
    return new StepException("policy-refused", "the policy " + file + " cannot be used: " + why);
  }

  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why);
    }
  }

  private static SignaturePolicy section(JsonNode section) throws Malformed {
    if (section.isMissingNode()) {
      return NONE;
    }
    known("signatures", section, SECTION);
    Map<String, TimedKey> keys = new LinkedHashMap<>();
    for (JsonNode key : list("signatures.keys", section.path("keys"))) {
      TimedKey read = key(key);
      if (keys.put(read.key().name(), read) != null) {
        throw new Malformed("two keys are called '" + read.key().name() + "'");
      }
    }
    List<SignatureRule> rules = new ArrayList<>();
    for (JsonNode rule : list("signatures.rules", section.path("rules"))) {
      rules.add(rule(rule, keys));
    }
    return new SignaturePolicy(rules, mode("signatures.otherwise", section.path("otherwise")));
  }

  private static TimedKey key(JsonNode node) throws Malformed {
    known("a key", node, KEY);
    String name = node.path("name").asText();
    if (name.isBlank()) {
      throw new Malformed("a key of signatures.keys has no name");
    }
    try {
      return new TimedKey(
          CosignKey.read(name, node.path("publicKey").asText()),
          time(node.path("from"), false),
          time(node.path("until"), true));
    } catch (KeyRefused e) {
      throw new Malformed("key " + name + ": " + e.getMessage());
    } catch (DateTimeException e) {
      throw new Malformed(
          "key " + name + ": from and until are like 2026-11-21 or 2026-11-21T12:00:00Z");
    }
  }

  /// @param end whether a day counts as a whole
  private static Optional<Instant> time(JsonNode node, boolean end) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    String text = node.asText();
    if (text.contains("T")) {
      return Optional.of(Instant.parse(text));
    }
    LocalDate day = LocalDate.parse(text);
    return Optional.of((end ? day.plusDays(1) : day).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static SignatureRule rule(JsonNode node, Map<String, TimedKey> keys) throws Malformed {
    known("a rule", node, RULE);
    List<String> repositories = words("repositories", node.path("repositories"));
    Mode mode = mode("mode of the rule for " + repositories, node.path("mode"));
    List<TimedKey> taken = new ArrayList<>();
    for (String name : words("keys", node.path("keys"))) {
      TimedKey key = keys.get(name);
      if (key == null) {
        throw new Malformed("the rule for " + repositories + " names no key of the file: " + name);
      }
      taken.add(key);
    }
    if (repositories.isEmpty() || (taken.isEmpty() && mode != Mode.OFF)) {
      throw new Malformed("the rule for " + repositories + " needs repositories, and keys");
    }
    return new SignatureRule(repositories, mode, taken, signedAs(node.path("signedAs")));
  }

  private static Optional<Set<String>> signedAs(JsonNode node) throws Malformed {
    if (node.asText().equals("any")) {
      return Optional.empty();
    }
    return Optional.of(new HashSet<>(words("signedAs", node)));
  }

  private static Mode mode(String what, JsonNode node) throws Malformed {
    return Mode.of(node.asText())
        .orElseThrow(() -> new Malformed(what + " must be one of require, warn, off"));
  }

  private static List<String> words(String what, JsonNode node) throws Malformed {
    List<String> words = new ArrayList<>();
    for (JsonNode word : list(what, node)) {
      words.add(word.asText());
    }
    return words;
  }

  private static JsonNode list(String what, JsonNode node) throws Malformed {
    if (!(node.isMissingNode() || node.isArray()) || node.size() > MOST) {
      throw new Malformed(what + " must be a list of at most " + MOST);
    }
    return node;
  }

  private static void known(String what, JsonNode node, Set<String> fields) throws Malformed {
    if (!node.isObject()) {
      throw new Malformed(what + " must have fields of " + fields.stream().sorted().toList());
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!fields.contains(field.getKey())) {
        throw new Malformed(what + " has the unknown field '" + field.getKey() + "'");
      }
    }
  }
}
