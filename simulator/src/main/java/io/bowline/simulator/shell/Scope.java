package io.bowline.simulator.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a script's names stand for: variables, positional parameters and the last status.
final class Scope {
  private final Map<String, String> variables;
  private List<String> positional = List.of();
  private int status;

  Scope(Map<String, String> variables) {
    this.variables = new HashMap<>(variables);
  }

  /// The same names with the same values, for a part of the script that runs on its own.
  Scope copy() {
    Scope copy = new Scope(variables);
    copy.positional = positional;
    return copy;
  }

  String variable(String name) {
    return switch (name) {
      case "?" -> Integer.toString(status);
      case "#" -> Integer.toString(positional.size());
      case "$" -> "1";
      case "!" -> "2";
      case "0" -> "sh";
      case "@", "*" -> String.join(" ", positional);
      default -> {
        if (Character.isDigit(name.charAt(0))) {
          int index = Integer.parseInt(name);
          yield index <= positional.size() ? positional.get(index - 1) : "";
        }
        yield variables.getOrDefault(name, "");
      }
    };
  }

  boolean isSet(String name) {
    return variables.containsKey(name) || !variable(name).isEmpty();
  }

  void set(String name, String value) {
    variables.put(name, value);
  }

  void unset(String name) {
    variables.remove(name);
  }

  Map<String, String> variables() {
    return variables;
  }

  /// Gives a name the value that it had before.
  void restore(String name, Map<String, String> before) {
    String old = before.get(name);
    if (old == null) {
      variables.remove(name);
    } else {
      variables.put(name, old);
    }
  }

  List<String> positional() {
    return positional;
  }

  void positional(List<String> values) {
    positional = List.copyOf(values);
  }

  void shift() {
    positional = positional.isEmpty() ? positional : positional.subList(1, positional.size());
  }

  int status() {
    return status;
  }

  void status(int last) {
    status = last;
  }
}
