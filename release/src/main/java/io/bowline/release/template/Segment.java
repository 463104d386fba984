package io.bowline.release.template;

import io.bowline.model.release.ComponentName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A piece of a text: as it stands, or to be replaced.
sealed interface Segment {
  Pattern EXPRESSION = Pattern.compile("\\$(\\$?)\\{([^}]*)}");
  Pattern INPUT = Pattern.compile("inputs\\.([A-Za-z][A-Za-z0-9_-]{0,63})");
  Pattern OUTPUT =
      Pattern.compile(
          "outputs\\.([a-z](?:[a-z0-9-]{0,38}[a-z0-9])?)\\.([A-Za-z_][A-Za-z0-9_-]{0,63})");

  /// Stays as it is.
  record Literal(String text) implements Segment {}

  /// Is replaced.
  record Hole(Reference reference) implements Segment {}

  /// Splits a text; `$${` stands for a literal `${`.
  ///
  /// @throws MalformedTemplate for an expression that is neither of the two
  static List<Segment> split(String text) {
    List<Segment> segments = new ArrayList<>();
    Matcher matcher = EXPRESSION.matcher(text);
    int from = 0;
    while (matcher.find()) {
      literal(segments, text.substring(from, matcher.start()));
      if (matcher.group(1).isEmpty()) {
        segments.add(new Hole(reference(matcher.group(2))));
      } else {
        literal(segments, matcher.group().substring(1));
      }
      from = matcher.end();
    }
    literal(segments, text.substring(from));
    return segments;
  }

  private static void literal(List<Segment> segments, String text) {
    if (!text.isEmpty()) {
      segments.add(new Literal(text));
    }
  }

  private static Reference reference(String expression) {
    Matcher input = INPUT.matcher(expression);
    if (input.matches()) {
      return new Reference.Input(input.group(1));
    }
    Matcher output = OUTPUT.matcher(expression);
    if (output.matches()) {
      return new Reference.Output(new ComponentName(output.group(1)), output.group(2));
    }
    throw new MalformedTemplate(
        "${"
            + expression
            + "} is neither ${inputs.NAME} nor ${outputs.COMPONENT.NAME}; write $${ for a plain ${");
  }
}
