package io.bowline.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What stands between brackets in a template, as a tree.
sealed interface ArmExpression {
  /// A value as it stands.
  record Literal(JsonNode value) implements ArmExpression {}

  /// A function with what it is given.
  record Call(String name, List<ArmExpression> arguments) implements ArmExpression {}

  /// Something of a value: a field's name or an index.
  record Part(ArmExpression of, ArmExpression key) implements ArmExpression {}

  /// Whether a text of a template is to be worked out.
  static boolean is(String text) {
    return text.startsWith("[") && text.endsWith("]") && !text.startsWith("[[");
  }

  /// Reads one, brackets included.
  static ArmExpression of(String text) {
    var reading = new Reading(text.substring(1, text.length() - 1));
    ArmExpression whole = reading.expression();
    reading.end();
    return whole;
  }

  /// Where a reader is in the text.
  final class Reading {
    private final String text;
    private int at;

    Reading(String text) {
      this.text = text;
    }

    ArmExpression expression() {
      ArmExpression value = start();
      while (true) {
        if (take('.')) {
          value = new Part(value, new Literal(TextNode.valueOf(word())));
        } else if (take('[')) {
          value = new Part(value, expression());
          need(']');
        } else {
          return value;
        }
      }
    }

    void end() {
      blank();
      if (at < text.length()) {
        throw wrong("something is left over");
      }
    }

    private ArmExpression start() {
      if (take('\'')) {
        return new Literal(TextNode.valueOf(quoted()));
      }
      if (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
        int from = at++;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
          at++;
        }
        return new Literal(IntNode.valueOf(Integer.parseInt(text.substring(from, at))));
      }
      String name = word().toLowerCase(Locale.ROOT);
      need('(');
      var arguments = new ArrayList<ArmExpression>();
      while (!take(')')) {
        if (!arguments.isEmpty()) {
          need(',');
        }
        arguments.add(expression());
      }
      return new Call(name, arguments);
    }

    private String quoted() {
      var found = new StringBuilder();
      while (at < text.length()) {
        char next = text.charAt(at++);
        if (next != '\'') {
          found.append(next);
        } else if (at < text.length() && text.charAt(at) == '\'') {
          found.append(text.charAt(at++));
        } else {
          return found.toString();
        }
      }
      throw wrong("a text does not end");
    }

    private String word() {
      blank();
      int from = at;
      while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
        at++;
      }
      if (from == at) {
        throw wrong("a name is missing");
      }
      return text.substring(from, at);
    }

    private void need(char wanted) {
      if (!take(wanted)) {
        throw wrong("'" + wanted + "' is missing");
      }
    }

    private boolean take(char wanted) {
      blank();
      if (at < text.length() && text.charAt(at) == wanted) {
        at++;
        return true;
      }
      return false;
    }

    private void blank() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException("%s at %d of [%s]".formatted(what, at, text));
    }
  }
}
