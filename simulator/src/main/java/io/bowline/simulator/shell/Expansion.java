package io.bowline.simulator.shell;

import java.util.ArrayList;
import java.util.List;

/// Turns words of a script into arguments: quotes, variables, arithmetic, command substitution.
final class Expansion {
  private final Shell shell;

  Expansion(Shell shell) {
    this.shell = shell;
  }

  /// All the arguments that a list of words makes.
  List<String> all(List<String> words) throws InterruptedException {
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      new Walk(word, true).into(arguments);
    }
    return arguments;
  }

  /// The one text that a word makes.
  String one(String word) throws InterruptedException {
    List<String> made = new ArrayList<>();
    new Walk(word, false).into(made);
    return String.join(" ", made);
  }

  /// The text of a here document.
  String here(String text) throws InterruptedException {
    return text.startsWith("L")
        ? text.substring(1)
        : one("\"" + text.substring(1).replace("\"", "\\\"") + "\"");
  }

  private final class Walk {
    private final String word;
    private final boolean split;
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private boolean started;
    private int at;

    Walk(String word, boolean split) {
      this.word = word;
      this.split = split;
    }

    void into(List<String> arguments) throws InterruptedException {
      while (at < word.length()) {
        char c = word.charAt(at);
        switch (c) {
          case '\\' -> {
            at++;
            literal(at < word.length() ? String.valueOf(word.charAt(at)) : "");
            at++;
          }
          case '\'' -> {
            int end = word.indexOf('\'', at + 1);
            literal(word.substring(at + 1, end));
            at = end + 1;
          }
          case '"' -> quoted();
          case '$', '`' -> unquoted(dollar());
          default -> {
            literal(String.valueOf(c));
            at++;
          }
        }
      }
      finish();
      arguments.addAll(fields);
    }

    private void literal(String text) {
      current.append(text);
      started = true;
    }

    private void finish() {
      if (started) {
        fields.add(current.toString());
      }
      current.setLength(0);
      started = false;
    }

    private void unquoted(String value) {
      if (!split) {
        literal(value);
        return;
      }
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (Character.isWhitespace(c)) {
          finish();
        } else {
          literal(String.valueOf(c));
        }
      }
    }

    private void quoted() throws InterruptedException {
      started = true;
      at++;
      while (word.charAt(at) != '"') {
        char c = word.charAt(at);
        if (c == '\\') {
          char next = word.charAt(at + 1);
          boolean special = "\"\\$`".indexOf(next) >= 0;
          current.append(special ? "" : "\\").append(next == '\n' ? "" : next);
          at += 2;
        } else if (c == '$' && word.startsWith("$@", at)) {
          current.append(String.join(" ", shell.scope().positional()));
          at += 2;
        } else if (c == '$' || c == '`') {
          current.append(dollar());
        } else {
          current.append(c);
          at++;
        }
      }
      at++;
    }

    private String dollar() throws InterruptedException {
      if (word.charAt(at) == '`') {
        int end = word.indexOf('`', at + 1);
        String inner = word.substring(at + 1, end);
        at = end + 1;
        return shell.capture(inner);
      }
      at++;
      if (word.startsWith("((", at)) {
        int end = Lexer.closing(word, at, '(', ')');
        String inner = word.substring(at + 2, end - 1);
        at = end + 1;
        return Long.toString(new Arithmetic(shell.expand(inner), shell).value());
      }
      if (word.startsWith("(", at)) {
        int end = Lexer.closing(word, at, '(', ')');
        String inner = word.substring(at + 1, end);
        at = end + 1;
        return shell.capture(inner);
      }
      if (word.startsWith("{", at)) {
        int end = Lexer.closing(word, at, '{', '}');
        String inner = word.substring(at + 1, end);
        at = end + 1;
        return braces(inner);
      }
      return variable();
    }

    private String variable() {
      int from = at;
      if (at < word.length() && "?#$!@*0123456789".indexOf(word.charAt(at)) >= 0) {
        at++;
      } else {
        while (at < word.length()
            && (Character.isLetterOrDigit(word.charAt(at)) || word.charAt(at) == '_')) {
          at++;
        }
      }
      String name = word.substring(from, at);
      return name.isEmpty() ? "$" : shell.scope().variable(name);
    }

    private String braces(String inner) throws InterruptedException {
      int end = 0;
      while (end < inner.length()
          && (Character.isLetterOrDigit(inner.charAt(end)) || inner.charAt(end) == '_')) {
        end++;
      }
      if (inner.startsWith("#") && inner.length() > 1) {
        return Integer.toString(shell.scope().variable(inner.substring(1)).length());
      }
      String name = inner.substring(0, end);
      String value = shell.scope().variable(name);
      String rest = inner.substring(end);
      boolean colon = rest.startsWith(":");
      String operator = colon ? rest.substring(1) : rest;
      boolean missing = colon ? value.isEmpty() : !shell.scope().isSet(name);
      if (operator.isEmpty()) {
        return value;
      }
      String other = operator.substring(1);
      return switch (operator.charAt(0)) {
        case '-' -> missing ? one(other) : value;
        case '+' -> missing ? "" : one(other);
        case '=' -> {
          if (missing) {
            shell.scope().set(name, one(other));
          }
          yield shell.scope().variable(name);
        }
        case '?' -> {
          if (missing) {
            throw new ScriptError(name + ": " + (other.isEmpty() ? "parameter not set" : other));
          }
          yield value;
        }
        case '#' -> stripped(value, one(other.replaceFirst("^#", "")), true);
        case '%' -> stripped(value, one(other.replaceFirst("^%", "")), false);
        default -> throw new ScriptError("bad substitution");
      };
    }
  }

  private static String stripped(String value, String pattern, boolean front) {
    for (int i = 0; i <= value.length(); i++) {
      int cut = front ? i : value.length() - i;
      String part = front ? value.substring(0, cut) : value.substring(cut);
      if (Glob.matches(part, pattern)) {
        return front ? value.substring(cut) : value.substring(0, cut);
      }
    }
    return value;
  }
}
