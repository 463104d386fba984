package io.bowline.cli.release;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.MirroredImage;
import io.bowline.model.release.Release;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.cosign.CosignStore;
import io.bowline.release.publish.Pulled;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.Seen;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.Statement;
import io.bowline.release.trust.TrustRoot;
import io.bowline.release.trust.Verdict;
import io.bowline.release.trust.Verifier;
import java.io.IOException;
import java.util.List;

/// Signs as a release's author: the statement that runners ask for, and beside it what `cosign
/// verify` reads. What the key has signed already stays as it is.
final class AuthorSignature {
  private final RegistryClient registry;
  private final SigningKey key;

  AuthorSignature(RegistryClient registry, SigningKey key) {
    this.registry = registry;
    this.key = key;
  }

  void sign(Bundle bundle) throws IOException {
    Release release = bundle.release();
    ReleaseStore store = new ReleaseStore(registry, release.product());
    if (!isSigned(store.pull(bundle.digest()))) {
      var statement =
          new Statement.Published(
              release.product(), release.version(), release.sequence(), bundle.digest());
      store.attach(bundle, statement.sign(key));
    }
    cosign(release.product(), bundle.digest());
  }

  /// That installs may go back to it is for runners alone; cosign has no word for it.
  void signReturn(Bundle bundle, long from) throws IOException {
    Release release = bundle.release();
    var statement =
        new Statement.Return(release.product(), release.sequence(), bundle.digest(), from);
    new ReleaseStore(registry, release.product()).attach(bundle, statement.sign(key));
  }

  /// Who trusts the root before it will trust this one from then on.
  void attachRoot(Bundle bundle, byte[] signed) throws IOException {
    Digest _ = new ReleaseStore(registry, bundle.release().product()).attachRoot(bundle, signed);
  }

  void signImages(Release release) throws IOException {
    for (MirroredImage image : release.images()) {
      cosign(image.repository(), image.digest());
    }
  }

  private void cosign(String repository, Digest digest) throws IOException {
    String name = registry.authority() + "/" + repository;
    boolean _ = new CosignStore(registry, repository).sign(digest, name, key);
  }

  private boolean isSigned(Pulled pulled) {
    Bundle bundle = pulled.bundle();
    TrustRoot own = new TrustRoot(1, bundle.release().product(), List.of(key.publicKey()));
    Verdict verdict =
        new Verifier(own)
            .judge(bundle.digest(), bundle.release(), pulled.envelopes(), Seen.NOTHING);
    return verdict instanceof Verdict.Trusted;
  }
}
