package io.bowline.runner.trust;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.ProviderFile;
import io.bowline.release.publish.Pulled;
import java.io.IOException;
import java.io.OutputStream;

/// Where releases come from.
public interface ReleaseSource extends SignatureSource {
  /// The bytes of a release and its signatures; every byte checked against its digest, nothing
  /// judged yet.
  Pulled pull(String repository, Digest release) throws IOException;

  /// Writes a Terraform provider of a release, checked: all of it and nothing else.
  void provider(String repository, ProviderFile provider, OutputStream out) throws IOException;
}
