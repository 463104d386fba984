package io.bowline.simulator.shell;

/// `$(( ... ))`: whole numbers with `+ - * / %`, comparisons and brackets.
final class Arithmetic {
  private final String text;
  private final Shell shell;
  private int at;

  Arithmetic(String text, Shell shell) {
    this.text = text.replaceAll("\\s+", "");
    this.shell = shell;
  }

  long value() {
    long value = compared();
    if (at < text.length()) {
      throw new ScriptError("arithmetic syntax error");
    }
    return value;
  }

  private boolean take(String operator) {
    if (text.startsWith(operator, at)) {
      at += operator.length();
      return true;
    }
    return false;
  }

  private long compared() {
    long left = sum();
    if (take("==")) {
      return left == sum() ? 1 : 0;
    }
    if (take("!=")) {
      return left != sum() ? 1 : 0;
    }
    if (take("<=")) {
      return left <= sum() ? 1 : 0;
    }
    if (take(">=")) {
      return left >= sum() ? 1 : 0;
    }
    if (take("<")) {
      return left < sum() ? 1 : 0;
    }
    return take(">") ? (left > sum() ? 1 : 0) : left;
  }

  private long sum() {
    long left = product();
    while (true) {
      if (take("+")) {
        left += product();
      } else if (take("-")) {
        left -= product();
      } else {
        return left;
      }
    }
  }

  private long product() {
    long left = factor();
    while (true) {
      if (take("*")) {
        left *= factor();
      } else if (take("/")) {
        left /= notZero(factor());
      } else if (take("%")) {
        left %= notZero(factor());
      } else {
        return left;
      }
    }
  }

  private static long notZero(long divisor) {
    if (divisor == 0) {
      throw new ScriptError("divide by zero");
    }
    return divisor;
  }

  private long factor() {
    if (take("-")) {
      return -factor();
    }
    if (take("(")) {
      long inner = compared();
      if (!take(")")) {
        throw new ScriptError("arithmetic syntax error");
      }
      return inner;
    }
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String word = text.substring(from, at);
    if (word.isEmpty()) {
      throw new ScriptError("arithmetic syntax error");
    }
    String number = Character.isDigit(word.charAt(0)) ? word : shell.scope().variable(word);
    try {
      return number.isEmpty() ? 0 : Long.parseLong(number);
    } catch (NumberFormatException e) {
      throw new ScriptError("bad number '" + number + "'");
    }
  }
}
