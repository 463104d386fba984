package io.bowline.registry.contract;

import org.junit.jupiter.api.Assumptions;

/// What every part of the contract suite runs against.
public interface Contract {
  /// What a registry may lack; a test that needs it is skipped there.
  enum Extra {
    REFERRERS,
    SHA512,
    SINGLE_POST,
    ANONYMOUS_MOUNT,
    TAG_PARAMETER,
    TAG_DELETE,
    SPARSE_INDEX,
    UNKNOWN_TYPES,
    STRICT_STATUS,
    TAG_PAGES,
    /// Tags come in the order of their bytes.
    SORTED_TAGS,
    /// A range that reaches behind the end is cut there.
    RANGE_BEHIND_THE_END,
    /// A chunk that leaves a gap is refused.
    CHUNK_ORDER,
    /// A manifest with a broken digest inside is the client's mistake.
    BROKEN_DIGEST_INSIDE
  }

  /// One client for the whole run: each has connections of its own, and a server closes what are
  /// too many idle ones, perhaps just as the next request comes.
  OciClient client();

  boolean has(Extra extra);

  default void needs(Extra extra) {
    Assumptions.assumeTrue(has(extra), () -> "this registry has no " + extra);
  }
}
