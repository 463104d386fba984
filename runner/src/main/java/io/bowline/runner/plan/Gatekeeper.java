package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Failure;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.publish.Pulled;
import io.bowline.release.trust.KeyRefused;
import io.bowline.release.trust.Seen;
import io.bowline.release.trust.TrustRoot;
import io.bowline.release.trust.Verdict;
import io.bowline.release.trust.Verifier;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Lets in releases that the installer's trust root vouches for, and no older ones.
public final class Gatekeeper {
  private final ReleaseSource source;
  private final Path trustRoot;

  /// @param trustRoot file from the installer; the control plane never touches it
  public Gatekeeper(ReleaseSource source, Path trustRoot) {
    this.source = source;
    this.trustRoot = trustRoot;
  }

  /// Pulls a release and judges it.
  ///
  /// @throws StepException with the reason why it is not let in
  Trusted admit(String repository, Digest release, Seen seen) {
    Pulled pulled = pull(repository, release);
    Verdict verdict =
        new Verifier(root()).judge(release, pulled.bundle().release(), pulled.envelopes(), seen);
    return switch (verdict) {
      case Verdict.Trusted trusted -> new Trusted(pulled.bundle(), seen.after(trusted.statement()));
      case Verdict.Untrusted(Verdict.Reason reason, String sentence) ->
          throw new StepException(
              "signature-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), sentence);
    };
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

  private TrustRoot root() {
    try {
      return TrustRoot.read(Files.readAllBytes(trustRoot));
    } catch (KeyRefused e) {
      throw new StepException("trust-root", "the trust root cannot be used: " + e.getMessage());
    } catch (IOException e) {
      throw new StepException(
          "trust-root", "the trust root " + trustRoot + " is not there: install it again");
    }
  }
}
