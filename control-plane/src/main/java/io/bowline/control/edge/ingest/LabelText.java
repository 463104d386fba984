package io.bowline.control.edge.ingest;

import java.util.Map;
import java.util.TreeMap;

/// Reads a label set as LogQL writes it: `{app="broker", pod="broker-0"}`.
final class LabelText {
  private final String text;
  private int at;

  private LabelText(String text) {
    this.text = text;
  }

  static Map<String, String> parse(String text) throws BadPush {
    return new LabelText(text.strip()).labels();
  }

  private Map<String, String> labels() throws BadPush {
    var labels = new TreeMap<String, String>();
    expect('{');
    blanks();
    while (peek() != '}') {
      String name = name();
      blanks();
      expect('=');
      blanks();
      labels.put(name, quoted());
      blanks();
      if (peek() == ',') {
        at++;
        blanks();
      } else if (peek() != '}') {
        throw wrong();
      }
    }
    at++;
    if (at != text.length()) {
      throw wrong();
    }
    return labels;
  }

  private String name() throws BadPush {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_.:-".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (at == start) {
      throw wrong();
    }
    return text.substring(start, at);
  }

  private String quoted() throws BadPush {
    expect('"');
    var value = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      value.append(c == '\\' ? escaped() : c);
    }
    at++;
    return value.toString();
  }

  private char escaped() throws BadPush {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '"', '\\' -> c;
      case 'x' -> hex(2);
      case 'u' -> hex(4);
      default -> throw wrong();
    };
  }

  private char hex(int digits) throws BadPush {
    if (at + digits > text.length()) {
      throw wrong();
    }
    String code = text.substring(at, at + digits);
    at += digits;
    try {
      return (char) Integer.parseInt(code, 16);
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void expect(char c) throws BadPush {
    if (peek() != c) {
      throw wrong();
    }
    at++;
  }

  private char peek() throws BadPush {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private BadPush wrong() {
    return BadPush.malformed(
        "stream labels are not of the form {name=\"value\", ...} at character " + at);
  }
}
