package io.bowline.runner.trust;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Failure;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.publish.Pulled;
import io.bowline.release.trust.Seen;
import io.bowline.release.trust.TrustRoot;
import io.bowline.release.trust.Verdict;
import io.bowline.release.trust.Verifier;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Lets in releases that the installer's trust root vouches for, and no older ones.
public final class Gatekeeper {
  private final ReleaseSource source;
  private final TrustedKeys keys;

  /// @param trustRoot file from the installer; the control plane never touches it
  /// @param folder where the roots are kept that follow from it
  public Gatekeeper(ReleaseSource source, Path trustRoot, Path folder) {
    this.source = source;
    keys = new TrustedKeys(trustRoot, folder);
  }

  /// Pulls a release and judges it.
  ///
  /// @throws StepException with the reason why it is not let in
  public Trusted admit(String repository, Digest release, Seen seen) {
    Pulled pulled = pull(repository, release);
    TrustRoot before = keys.now();
    TrustRoot root = keys.follow(pulled.roots());
    Verdict verdict =
        new Verifier(root).judge(release, pulled.bundle().release(), pulled.envelopes(), seen);
    return switch (verdict) {
      case Verdict.Trusted trusted ->
          new Trusted(pulled.bundle(), seen.after(trusted.statement()), news(before, root));
      case Verdict.Untrusted(Verdict.Reason reason, String sentence) ->
          throw new StepException(
              "signature-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), sentence);
    };
  }

  private static List<String> news(TrustRoot before, TrustRoot now) {
    return before.version() == now.version()
        ? List.of()
        : List.of(
            "trust root version %d took the place of version %d; releases are signed by %s"
                .formatted(
                    now.version(),
                    before.version(),
                    now.keys().stream().map(key -> key.id().value()).sorted().toList()));
  }

  /// Where the parts of a release come from that are too large to be held.
  public ReleaseSource source() {
    return source;
  }

  /// Where the signatures of a release's images are found.
  public SignatureSource signatures() {
    return source;
  }

  private Pulled pull(String repository, Digest release) {
    try {
      return source.pull(repository, release);
    } catch (BundleRefused e) {
      throw new StepException("release-refused", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new StepException(
          new Failure(
              "release-pull",
              "release " + repository + "@" + release + " cannot be pulled: " + e.getMessage(),
              true),
          e);
    }
  }
}
