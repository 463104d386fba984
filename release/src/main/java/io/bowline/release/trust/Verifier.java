package io.bowline.release.trust;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Release;
import java.util.List;
import java.util.Optional;

/// Judges a release by the envelopes that came with it.
public final class Verifier {
  private final TrustRoot root;

  /// @param root whose keys count
  public Verifier(TrustRoot root) {
    this.root = root;
  }

  /// The verdict on a release.
  ///
  /// @param manifest digest of the bytes at hand
  /// @param release what those bytes say
  /// @param envelopes every signature artifact that refers to the manifest, in any order
  /// @param seen the newest release of the product that was ever accepted here
  public Verdict judge(Digest manifest, Release release, List<byte[]> envelopes, Seen seen) {
    Search search = new Search(manifest, release);
    envelopes.forEach(search::look);
    if (search.published == null) {
      return search.untrusted(envelopes.size());
    }
    return sequence(search, seen);
  }

  private static Verdict sequence(Search search, Seen seen) {
    Statement.Published published = java.util.Objects.requireNonNull(search.published);
    KeyId key = java.util.Objects.requireNonNull(search.key);
    boolean same = seen.manifest().equals(Optional.of(published.manifest()));
    if (published.sequence() > seen.sequence() || same) {
      return new Verdict.Trusted(published, key, false);
    }
    Statement.Return back = search.back;
    if (back != null && back.from() >= seen.sequence()) {
      return new Verdict.Trusted(published, key, true);
    }
    return new Verdict.Untrusted(
        Verdict.Reason.REPLAYED,
        ("release %s has sequence %d, but this install has already had sequence %d; publish a newer"
                + " release, or sign a return to this one")
            .formatted(published.version(), published.sequence(), seen.sequence()));
  }

  /// Goes through the envelopes and remembers the best that was found.
  private final class Search {
    private final Digest manifest;
    private final Release release;
    private Statement.@org.jspecify.annotations.Nullable Published published;
    private Statement.@org.jspecify.annotations.Nullable Return back;
    private @org.jspecify.annotations.Nullable KeyId key;
    private Verdict.Reason worst = Verdict.Reason.UNSIGNED;
    private String detail = "";

    Search(Digest manifest, Release release) {
      this.manifest = manifest;
      this.release = release;
    }

    void look(byte[] bytes) {
      Optional<Envelope> envelope = Envelope.read(bytes);
      if (envelope.isEmpty()) {
        note(Verdict.Reason.MALFORMED, "a signature artifact holds no envelope");
        return;
      }
      for (String signer : envelope.get().signers()) {
        Optional<PublicKeyText> trusted = root.key(signer);
        if (trusted.isEmpty()) {
          note(
              Verdict.Reason.UNKNOWN_KEY,
              "key " + signer + " is not in trust root version " + root.version());
        } else if (!envelope.get().signedBy(trusted.get())) {
          note(Verdict.Reason.BAD_SIGNATURE, "the signature of key " + signer + " does not hold");
        } else {
          take(trusted.get().id(), envelope.get());
        }
      }
    }

    private void take(KeyId signer, Envelope envelope) {
      Optional<Statement> statement = Statement.StatementText.read(envelope);
      if (statement.isEmpty()) {
        note(Verdict.Reason.MALFORMED, "the signed statement cannot be read");
      } else if (!concerns(statement.get())) {
        note(
            Verdict.Reason.OTHER_RELEASE,
            "the signature is for %s sequence %d (%s)"
                .formatted(
                    statement.get().product(),
                    statement.get().sequence(),
                    statement.get().manifest()));
      } else {
        switch (statement.get()) {
          case Statement.Published p -> {
            published = p;
            key = signer;
          }
          case Statement.Return r -> back = r;
        }
      }
    }

    private boolean concerns(Statement statement) {
      boolean version =
          switch (statement) {
            case Statement.Published p -> p.version().equals(release.version());
            case Statement.Return _ -> true;
          };
      return version
          && statement.manifest().equals(manifest)
          && statement.product().equals(release.product())
          && statement.product().equals(root.product())
          && statement.sequence() == release.sequence();
    }

    private void note(Verdict.Reason reason, String what) {
      if (reason.compareTo(worst) >= 0) {
        worst = reason;
        detail = what;
      }
    }

    Verdict untrusted(int envelopes) {
      String sentence =
          envelopes == 0
              ? "release %s of %s is not signed; sign it with a key of the trust root"
                  .formatted(release.version(), release.product())
              : "release %s of %s is not trusted: %s"
                  .formatted(release.version(), release.product(), detail);
      return new Verdict.Untrusted(worst, sentence);
    }
  }
}
