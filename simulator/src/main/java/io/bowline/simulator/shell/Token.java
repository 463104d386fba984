package io.bowline.simulator.shell;

/// A piece of a script: a word with its quotes, an operator, or a here document's text.
record Token(Kind kind, String text) {
  enum Kind {
    WORD,
    OPERATOR,
    NEWLINE,
    HERE,
    END
  }

  boolean is(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }
}
