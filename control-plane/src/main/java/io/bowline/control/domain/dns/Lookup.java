package io.bowline.control.domain.dns;

/// Asks the DNS. Resolving is not dialling: whoever is asked is a resolver of the operator's, and
/// no address that it names is ever gone to.
public interface Lookup {
  /// Kinds of records that are asked for.
  enum Kind {
    A,
    AAAA,
    TXT,
    SOA
  }

  /// Answers within its time, and throws nothing.
  Told ask(String name, Kind kind);
}
