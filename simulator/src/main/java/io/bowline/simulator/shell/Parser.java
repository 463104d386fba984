package io.bowline.simulator.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads tokens into a tree.
final class Parser {
  private static final Set<String> CLOSERS =
      Set.of("then", "fi", "do", "done", "else", "elif", "esac", "}");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=(?s:.*)");

  private final List<Token> tokens;
  private int at;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  static Node parse(String script) {
    Parser parser = new Parser(Lexer.tokens(script));
    Node node = parser.sequence();
    if (parser.peek().kind() != Token.Kind.END) {
      throw new ScriptError("syntax error: unexpected \"" + parser.peek().text() + "\"");
    }
    return node;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    return tokens.get(at++);
  }

  private boolean takeIf(String text) {
    if (peek().is(text) || peek().isWord(text)) {
      at++;
      return true;
    }
    return false;
  }

  private void need(String text) {
    skipNewlines();
    if (!takeIf(text)) {
      throw new ScriptError(
          "syntax error: unexpected \"" + peek().text() + "\" (expecting \"" + text + "\")");
    }
  }

  private void skipNewlines() {
    while (peek().kind() == Token.Kind.NEWLINE || peek().is(";")) {
      at++;
    }
  }

  private boolean atEnd() {
    Token token = peek();
    return token.kind() == Token.Kind.END
        || token.is(")")
        || token.is(";;")
        || (token.kind() == Token.Kind.WORD && CLOSERS.contains(token.text()));
  }

  private Node sequence() {
    List<Node> parts = new ArrayList<>();
    skipNewlines();
    while (!atEnd()) {
      Node next = andOr();
      if (takeIf("&")) {
        next = new Node.Background(next);
      }
      parts.add(next);
      skipNewlines();
    }
    return new Node.Sequence(parts);
  }

  private Node andOr() {
    Node left = pipe();
    while (peek().is("&&") || peek().is("||")) {
      boolean and = take().text().equals("&&");
      skipNewlines();
      left = new Node.Either(left, pipe(), and);
    }
    return left;
  }

  private Node pipe() {
    if (takeIf("!")) {
      return new Node.Not(pipe());
    }
    Node left = redirected();
    while (takeIf("|")) {
      skipNewlines();
      left = new Node.Pipe(left, redirected());
    }
    return left;
  }

  private Node redirected() {
    List<Node.Redirect> redirects = new ArrayList<>();
    Node inner = compound(redirects);
    redirects(redirects);
    return redirects.isEmpty() ? inner : new Node.Redirected(inner, redirects);
  }

  private boolean redirects(List<Node.Redirect> into) {
    boolean any = false;
    while (peek().kind() == Token.Kind.OPERATOR && peek().text().matches("[0-9]*[<>].*")) {
      String text = take().text();
      String operator = text.replaceAll("[0-9]", "");
      String digits = text.replaceAll("[^0-9]", "");
      int fd = digits.isEmpty() ? (operator.startsWith("<") ? 0 : 1) : Integer.parseInt(digits);
      into.add(new Node.Redirect(fd, operator, take().text()));
      any = true;
    }
    return any;
  }

  private Node compound(List<Node.Redirect> redirects) {
    Token token = peek();
    if (token.is("(") || token.isWord("{")) {
      at++;
      Node inner = sequence();
      need(token.text().equals("(") ? ")" : "}");
      return inner;
    }
    return switch (token.kind() == Token.Kind.WORD ? token.text() : "") {
      case "if" -> {
        at++;
        yield branch();
      }
      case "while", "until" -> {
        at++;
        Node condition = sequence();
        yield new Node.While(condition, body(), token.text().equals("until"));
      }
      case "for" -> {
        at++;
        yield loop();
      }
      case "case" -> {
        at++;
        yield choice();
      }
      default -> command(redirects);
    };
  }

  private Node body() {
    need("do");
    Node body = sequence();
    need("done");
    return body;
  }

  private Node branch() {
    Node condition = sequence();
    need("then");
    Node then = sequence();
    if (takeIf("elif")) {
      return new Node.If(condition, then, Optional.of(branch()));
    }
    Optional<Node> otherwise = takeIf("else") ? Optional.of(sequence()) : Optional.empty();
    need("fi");
    return new Node.If(condition, then, otherwise);
  }

  private Node loop() {
    String name = take().text();
    List<String> words = new ArrayList<>();
    if (takeIf("in")) {
      while (peek().kind() == Token.Kind.WORD) {
        words.add(take().text());
      }
    } else {
      words.add("\"$@\"");
    }
    return new Node.For(name, words, body());
  }

  private Node choice() {
    String word = take().text();
    need("in");
    List<Node.Branch> branches = new ArrayList<>();
    skipNewlines();
    while (!takeIf("esac")) {
      takeIf("(");
      List<String> patterns = new ArrayList<>();
      do {
        patterns.add(take().text());
      } while (takeIf("|"));
      need(")");
      branches.add(new Node.Branch(patterns, sequence()));
      takeIf(";;");
      skipNewlines();
    }
    return new Node.Case(word, branches);
  }

  private Node command(List<Node.Redirect> redirects) {
    List<String> assignments = new ArrayList<>();
    List<String> words = new ArrayList<>();
    boolean more = true;
    while (more) {
      if (redirects(redirects)) {
        continue;
      }
      if (peek().kind() != Token.Kind.WORD) {
        more = false;
      } else if (words.isEmpty() && ASSIGNMENT.matcher(peek().text()).matches()) {
        assignments.add(take().text());
      } else {
        words.add(take().text());
        if (words.size() == 1 && peek().is("(")) {
          at++;
          need(")");
          skipNewlines();
          return new Node.Function(words.getFirst(), compound(redirects));
        }
      }
    }
    if (assignments.isEmpty() && words.isEmpty() && redirects.isEmpty()) {
      throw new ScriptError("syntax error: unexpected \"" + peek().text() + "\"");
    }
    return new Node.Command(assignments, words);
  }
}
