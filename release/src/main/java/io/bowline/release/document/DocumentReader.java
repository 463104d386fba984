package io.bowline.release.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Component;
import io.bowline.model.release.InputSpec;
import io.bowline.model.release.MirroredImage;
import io.bowline.model.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Data into a release, field by field; what concerns several fields is for `ReleaseRules`.
final class DocumentReader {
  private static final int MAX_INPUTS = 200;
  private static final int MAX_IMAGES = 1000;
  private static final int MAX_COMPONENTS = 100;
  private static final Pattern PRODUCT =
      Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*){0,3}");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}");
  private static final Pattern INPUT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?");
  private static final Pattern SOURCE = Pattern.compile("[\\x21-\\x7e]{1,512}");

  private final List<Problem> problems;

  DocumentReader(List<Problem> problems) {
    this.problems = problems;
  }

  Optional<Release> release(JsonNode tree) {
    Fields fields = new Fields(tree, "", problems);
    fields.number(
        ReleaseDocument.FORMAT_KEY, ReleaseDocument.FORMAT_VERSION, ReleaseDocument.FORMAT_VERSION);
    String product = fields.parsed("product", p -> match(PRODUCT, p, "a product")).orElse("");
    String version = fields.parsed("version", v -> match(VERSION, v, "a version")).orElse("");
    long sequence = fields.number("sequence", 1, Long.MAX_VALUE);
    String notes = fields.optionalText("notes", 64 * 1024).orElse("");
    List<InputSpec> inputs = inputs(fields);
    List<MirroredImage> images = images(fields);
    List<Component> components = components(fields);
    fields.end();
    return problems.isEmpty()
        ? Optional.of(new Release(product, version, sequence, notes, inputs, components, images))
        : Optional.empty();
  }

  private List<InputSpec> inputs(Fields fields) {
    List<InputSpec> inputs = new ArrayList<>();
    for (Fields input : fields.objects("inputs", MAX_INPUTS)) {
      String name = input.parsed("name", n -> match(INPUT, n, "an input name")).orElse("");
      InputSpec.Type type = input.parsed("type", InputSpec.Type.STRING, DocumentReader::type);
      Optional<String> defaultValue =
          input.get("default").filter(JsonNode::isValueNode).map(JsonNode::asText);
      if (input.has("default") && defaultValue.isEmpty()) {
        input.problem("default", "must be text, a number, true or false");
      }
      boolean required = input.flag("required", defaultValue.isEmpty());
      String help = input.optionalText("help", 1024).orElse("");
      input.end();
      inputs.add(new InputSpec(name, type, required, defaultValue, help));
    }
    return inputs;
  }

  private static InputSpec.Type type(String text) {
    for (InputSpec.Type type : InputSpec.Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException("must be string, integer, boolean or secret");
  }

  private List<MirroredImage> images(Fields fields) {
    List<MirroredImage> images = new ArrayList<>();
    for (Fields image : fields.objects("images", MAX_IMAGES)) {
      String name = image.parsed("name", n -> match(NAME, n, "an image's name")).orElse("");
      String source =
          image.parsed("source", s -> match(SOURCE, s, "a reference without spaces")).orElse("");
      String repository = image.text("repository", 255);
      Optional<Digest> digest = image.parsed("digest", Digest::parse);
      image.end();
      digest.ifPresent(d -> images.add(new MirroredImage(name, source, repository, d)));
    }
    return images;
  }

  private List<Component> components(Fields fields) {
    List<Component> components = new ArrayList<>();
    for (Fields component : fields.objects("components", MAX_COMPONENTS)) {
      new ComponentReader(component).component().ifPresent(components::add);
      component.end();
    }
    return components;
  }

  static String match(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("is not " + what + " (" + pattern + ")");
    }
    return text;
  }
}
