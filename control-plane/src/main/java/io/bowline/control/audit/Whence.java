package io.bowline.control.audit;

import java.util.Optional;

/// Where a request comes from.
///
/// @param source the address, as the connection or a trusted proxy has it
/// @param program what the caller's program says it is
/// @param credential what proved who it is, as `session/<id>` or `token/<id>`; empty when nothing
///   has
public record Whence(String source, String program, String credential) {
  /// From inside.
  public static final Whence NOWHERE = new Whence("", "", "");

  private static final int LONGEST_SOURCE = 64;
  private static final int LONGEST_PROGRAM = 200;

  public Whence {
    source = shown(source, LONGEST_SOURCE);
    program = shown(program, LONGEST_PROGRAM);
  }

  /// The same, with what has proven who it is.
  public Whence by(String proof) {
    return new Whence(source, program, proof);
  }

  /// What a stranger says of itself is kept short, and in characters that can be shown.
  private static String shown(String text, int longest) {
    String plain = text.replaceAll("[^\\x20-\\x7e]", "?").strip();
    return plain.length() > longest ? plain.substring(0, longest) : plain;
  }

  /// Knows where the request comes from that is being answered.
  public interface Source {
    /// Empty outside of requests.
    Optional<Whence> now();
  }
}
