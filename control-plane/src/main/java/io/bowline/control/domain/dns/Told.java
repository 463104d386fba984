package io.bowline.control.domain.dns;

import java.util.List;
import java.util.Optional;

/// What the DNS says of a name.
public sealed interface Told {
  /// It has records, among them the aliases that lead to them.
  record Found(List<Entry> entries) implements Told {
    public Found {
      entries = List.copyOf(entries);
    }
  }

  /// It has none.
  ///
  /// @param zone that says so, where one does
  record Nothing(Optional<String> zone) implements Told {}

  /// Nobody could be asked.
  ///
  /// @param why in our own words
  record Silence(String why) implements Told {}

  /// One record.
  ///
  /// @param owner whose it is, without a dot at its end
  /// @param kind as `A` or `CNAME`
  /// @param value an address, a name or a text; empty for other kinds
  /// @param ttl in seconds
  record Entry(String owner, String kind, String value, long ttl) {}
}
