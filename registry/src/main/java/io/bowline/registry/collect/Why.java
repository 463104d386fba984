package io.bowline.registry.collect;

/// Why a manifest stays.
public enum Why {
  /// A tag points at it.
  TAGGED,
  /// Something outside of the registry names it by digest.
  NEEDED,
  /// It was pushed or asked for within the grace.
  RECENT,
  /// A manifest that stays names it: an index its children, a referrer its subject.
  NAMED,
  /// It refers to a manifest that stays: a signature, an SBOM.
  REFERRER
}
