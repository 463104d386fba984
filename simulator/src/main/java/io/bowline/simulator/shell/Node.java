package io.bowline.simulator.shell;

import java.util.List;
import java.util.Optional;

/// A script as a tree.
sealed interface Node {
  /// `name=value ... word ... > file`.
  record Command(List<String> assignments, List<String> words) implements Node {}

  /// One after the other.
  record Sequence(List<Node> parts) implements Node {}

  /// `left && right`, or `left || right`.
  record Either(Node left, Node right, boolean and) implements Node {}

  record Not(Node inner) implements Node {}

  /// `a | b`.
  record Pipe(Node left, Node right) implements Node {}

  /// `a &`.
  record Background(Node inner) implements Node {}

  record If(Node condition, Node then, Optional<Node> otherwise) implements Node {}

  /// `while`, or `until`.
  record While(Node condition, Node body, boolean until) implements Node {}

  record For(String name, List<String> words, Node body) implements Node {}

  /// `case word in pattern) ...;; esac`.
  record Case(String word, List<Branch> branches) implements Node {}

  record Branch(List<String> patterns, Node body) {}

  /// Something whose output or input goes elsewhere.
  record Redirected(Node inner, List<Redirect> redirects) implements Node {}

  /// One of `>`, `>>`, `>&`, `<`, `<<` on a descriptor.
  record Redirect(int descriptor, String operator, String target) {}

  /// `name() { ... }`.
  record Function(String name, Node body) implements Node {}
}
