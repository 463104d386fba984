package io.bowline.simulator.shell;

import java.util.ArrayList;
import java.util.List;

/// `test` and `[`.
final class Test {
  private final List<String> words;
  private final Files files;
  private int at;

  private Test(List<String> words, Files files) {
    this.words = words;
    this.files = files;
  }

  static boolean holds(List<String> arguments, Files files) {
    List<String> words = new ArrayList<>(arguments);
    if (!words.isEmpty() && words.getLast().equals("]")) {
      words.removeLast();
    }
    return !words.isEmpty() && new Test(words, files).or();
  }

  private boolean take(String word) {
    if (at < words.size() && words.get(at).equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  private boolean or() {
    boolean left = and();
    while (take("-o")) {
      boolean right = and();
      left = left || right;
    }
    return left;
  }

  private boolean and() {
    boolean left = term();
    while (take("-a")) {
      boolean right = term();
      left = left && right;
    }
    return left;
  }

  private boolean term() {
    if (at >= words.size()) {
      return false;
    }
    if (take("!")) {
      return !term();
    }
    String first = words.get(at++);
    boolean binary = at + 1 < words.size() && isOperator(words.get(at));
    if (binary) {
      String operator = words.get(at++);
      return compare(first, operator, words.get(at++));
    }
    if (first.length() == 2 && first.startsWith("-") && at < words.size()) {
      return unary(first, words.get(at++));
    }
    return !first.isEmpty();
  }

  private static boolean isOperator(String word) {
    return List.of("=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge").contains(word);
  }

  private static boolean compare(String left, String operator, String right) {
    return switch (operator) {
      case "=", "==" -> left.equals(right);
      case "!=" -> !left.equals(right);
      case "-eq" -> Builtins.number(left) == Builtins.number(right);
      case "-ne" -> Builtins.number(left) != Builtins.number(right);
      case "-lt" -> Builtins.number(left) < Builtins.number(right);
      case "-le" -> Builtins.number(left) <= Builtins.number(right);
      case "-gt" -> Builtins.number(left) > Builtins.number(right);
      default -> Builtins.number(left) >= Builtins.number(right);
    };
  }

  private boolean unary(String operator, String operand) {
    return switch (operator) {
      case "-z" -> operand.isEmpty();
      case "-n" -> !operand.isEmpty();
      case "-f", "-r", "-w", "-x" -> files.isFile(operand);
      case "-s" -> files.read(operand).map(text -> !text.isEmpty()).orElse(false);
      case "-d" -> files.isFolder(operand);
      case "-e" -> files.isFile(operand) || files.isFolder(operand);
      default -> false;
    };
  }
}
