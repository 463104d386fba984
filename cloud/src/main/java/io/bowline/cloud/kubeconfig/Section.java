package io.bowline.cloud.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.Complaint;
import io.bowline.yaml.Parsed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A part of the file and where it stands. What is found wrong in it goes to one list for the file.
final class Section {
  private static final int LONGEST_KEY_SHOWN = 64;
  private static final int MOST_COMPLAINTS = 10;

  private final Parsed.Tree file;
  private final List<Complaint> complaints;
  private final String path;
  private final JsonNode node;

  private Section(Parsed.Tree file, List<Complaint> complaints, String path, JsonNode node) {
    this.file = file;
    this.complaints = complaints;
    this.path = path;
    this.node = node;
  }

  /// The whole of a file.
  static Section of(Parsed.Tree file) {
    return new Section(file, new ArrayList<>(), "", file.root());
  }

  /// The value of a key; absent where null stands, as for most readers of such files.
  Optional<Section> at(String key) {
    JsonNode value = node.path(key);
    return value.isMissingNode() || value.isNull()
        ? Optional.empty()
        : Optional.of(new Section(file, complaints, below(key), value));
  }

  /// A key whose value has to be a mapping.
  Optional<Section> mapping(String key, String shape) {
    Optional<Section> value = at(key);
    if (value.isEmpty()) {
      complain(key, "is missing; it must be " + shape);
    } else if (!value.get().node.isObject()) {
      value.get().complain("must be " + shape);
      return Optional.empty();
    }
    return value;
  }

  /// The entries of a list of mappings; what is no list has none, and is complained of.
  List<Section> entries(String key) {
    Optional<Section> list = at(key);
    if (list.isEmpty()) {
      return List.of();
    }
    if (!list.get().node.isArray()) {
      list.get().complain("must be a list");
      return List.of();
    }
    List<Section> entries = new ArrayList<>();
    for (JsonNode entry : list.get().node) {
      String at = "%s[%d]".formatted(list.get().path, entries.size());
      Section section = new Section(file, complaints, at, entry);
      if (!entry.isObject()) {
        section.complain("must be a mapping with a name");
      }
      entries.add(section);
    }
    return entries;
  }

  /// The text of a key that has to have one.
  Optional<String> requiredText(String key, int longest, String what) {
    if (at(key).filter(value -> !value.isBlank()).isEmpty()) {
      complain(key, "is missing; " + what);
      return Optional.empty();
    }
    return text(key, longest);
  }

  /// The name of an entry; empty for one that has none.
  String name() {
    return node.path("name").asText();
  }

  private boolean isBlank() {
    return node.isTextual() && node.textValue().isBlank();
  }

  /// The text of a key, where it has one; a blank one counts as none, as kubectl writes it so.
  Optional<String> text(String key, int longest) {
    Optional<Section> value = at(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get().node.textValue();
    if (text == null) {
      value.get().complain("must be text; quote it");
    } else if (text.length() > longest) {
      value.get().complain("is longer than %d characters".formatted(longest));
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      value.get().complain("has line breaks or characters that are not printed");
    } else {
      return Optional.of(text).filter(content -> !content.isBlank());
    }
    return Optional.empty();
  }

  /// The PEM of a key whose name ends in `-data`; a blank one counts as none.
  Optional<String> pem(String key, int longest) {
    Optional<Section> value = at(key).filter(found -> !found.isBlank());
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get().node.textValue();
    if (text == null || text.length() > longest) {
      value.get().complain("must be base64 of at most %d characters".formatted(longest));
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      String pem = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(pem);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      value.get().complain("is not base64 of PEM text");
      return Optional.empty();
    }
  }

  boolean isTrue() {
    return node.asBoolean();
  }

  /// Complains of every key that is not among those known.
  void allowOnly(Collection<String> known) {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!known.contains(key)) {
            complain(shortened(key), "is not known in a kubeconfig");
          }
        });
  }

  /// Something is wrong with this part.
  void complain(String message) {
    say(path, message, file.lineOf(path));
  }

  /// Something is wrong with a key of this part.
  void complain(String key, String message) {
    say(below(key), message, file.lineOf(below(key)));
  }

  private void say(String field, String message, int line) {
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(new Complaint(field, "%s (line %d)".formatted(message, line)));
    }
  }

  /// All that was found wrong in the file so far.
  List<Complaint> complaints() {
    return List.copyOf(complaints);
  }

  private String below(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String shortened(String key) {
    String plain = key.replaceAll("[^A-Za-z0-9_.-]", "?");
    return plain.length() > LONGEST_KEY_SHOWN ? plain.substring(0, LONGEST_KEY_SHOWN) : plain;
  }
}
