package io.bowline.simulator.shell;

import java.util.ArrayList;
import java.util.List;

/// Cuts a script into tokens.
final class Lexer {
  private static final List<String> OPERATORS =
      List.of("&&", "||", ";;", ">>", "<<", ">&", "<&", ";", "&", "|", "(", ")", "<", ">");

  private final String script;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int here = -1;

  private Lexer(String script) {
    this.script = script;
  }

  static List<Token> tokens(String script) {
    Lexer lexer = new Lexer(script);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (at < script.length()) {
      char c = script.charAt(at);
      if (c == '\n') {
        at++;
        tokens.add(new Token(Token.Kind.NEWLINE, "\n"));
        hereDocument();
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '\\' && peek(1) == '\n') {
        at += 2;
      } else if (c == '#') {
        while (at < script.length() && script.charAt(at) != '\n') {
          at++;
        }
      } else if (!operator()) {
        tokens.add(new Token(Token.Kind.WORD, word()));
      }
    }
    tokens.add(new Token(Token.Kind.END, ""));
  }

  private char peek(int ahead) {
    return at + ahead < script.length() ? script.charAt(at + ahead) : 0;
  }

  private boolean operator() {
    int digits = at;
    while (digits < script.length() && Character.isDigit(script.charAt(digits))) {
      digits++;
    }
    boolean descriptor =
        digits > at && digits < script.length() && "<>".indexOf(script.charAt(digits)) >= 0;
    int from = descriptor ? digits : at;
    for (String operator : OPERATORS) {
      if (script.startsWith(operator, from)) {
        String fd = script.substring(at, from);
        at = from + operator.length();
        tokens.add(new Token(Token.Kind.OPERATOR, fd + operator));
        if (operator.equals("<<")) {
          here = tokens.size();
        }
        return true;
      }
    }
    return false;
  }

  /// The lines after a line with `<<`, up to the delimiter.
  private void hereDocument() {
    if (here < 0 || here >= tokens.size()) {
      return;
    }
    String delimiter = tokens.get(here).text();
    boolean strip = delimiter.startsWith("-");
    String plain = delimiter.substring(strip ? 1 : 0).replace("'", "").replace("\"", "");
    boolean literal = delimiter.contains("'") || delimiter.contains("\"");
    StringBuilder text = new StringBuilder();
    while (at < script.length()) {
      int end = script.indexOf('\n', at);
      String line = script.substring(at, end < 0 ? script.length() : end);
      at = end < 0 ? script.length() : end + 1;
      String seen = strip ? line.stripLeading() : line;
      if (seen.equals(plain)) {
        break;
      }
      text.append(seen).append('\n');
    }
    tokens.set(here, new Token(Token.Kind.HERE, (literal ? "L" : "E") + text));
    here = -1;
  }

  private String word() {
    int from = at;
    while (at < script.length()) {
      char c = script.charAt(at);
      if (Character.isWhitespace(c) || ";&|<>()".indexOf(c) >= 0) {
        break;
      }
      switch (c) {
        case '\\' -> at += 2;
        case '\'' -> skipTo('\'');
        case '"' -> quoted();
        case '`' -> skipTo('`');
        case '$' -> dollar();
        default -> at++;
      }
    }
    at = Math.min(at, script.length());
    return script.substring(from, at);
  }

  private void skipTo(char end) {
    int close = script.indexOf(end, at + 1);
    if (close < 0) {
      throw new ScriptError("unterminated quoted string");
    }
    at = close + 1;
  }

  private void quoted() {
    at++;
    while (at < script.length() && script.charAt(at) != '"') {
      char c = script.charAt(at);
      if (c == '\\') {
        at += 2;
      } else if (c == '$') {
        dollar();
      } else {
        at++;
      }
    }
    if (at >= script.length()) {
      throw new ScriptError("unterminated quoted string");
    }
    at++;
  }

  private void dollar() {
    char next = peek(1);
    if (next == '(') {
      at = closing(script, at + 1, '(', ')') + 1;
    } else if (next == '{') {
      at = closing(script, at + 1, '{', '}') + 1;
    } else {
      at++;
    }
  }

  /// Where the bracket that opens at `from` is closed.
  static int closing(String text, int from, char open, char close) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '\'' && depth > 0 && open == '(') {
        i = Math.max(i, text.indexOf('\'', i + 1));
      } else if (c == open) {
        depth++;
      } else if (c == close && --depth == 0) {
        return i;
      }
    }
    throw new ScriptError("missing " + close);
  }
}
