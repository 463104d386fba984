package io.bowline.registry.contract;

import org.junit.jupiter.api.Assumptions;

/// What every part of the contract suite runs against.
interface Contract {
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
    TRUNCATED_UPLOAD_RANGE
  }

  OciClient client();

  boolean has(Extra extra);

  default void needs(Extra extra) {
    Assumptions.assumeTrue(has(extra), () -> "this registry has no " + extra);
  }
}
