package io.bowline.release.cosign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// The names that cosign gives things, and the most that is read of them.
final class CosignTypes {
  /// Layer of the older form; the signature over it is an annotation beside it.
  static final String SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json";

  static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  static final String SIMPLE_CLAIM = "cosign container image signature";

  /// Artifact type and only layer of the newer form.
  static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  static final String BUNDLE_CONTENT = "dev.sigstore.bundle.content";
  static final String BUNDLE_PREDICATE = "dev.sigstore.bundle.predicateType";
  static final String STATEMENT_PAYLOAD = "application/vnd.in-toto+json";
  static final String STATEMENT = "https://in-toto.io/Statement/v1";
  static final String SIGNS = "https://sigstore.dev/cosign/sign/v1";

  static final int MOST_SIGNATURES = 50;
  static final int MOST_CLAIM_BYTES = 64 * 1024;
  static final int MOST_BUNDLE_BYTES = 256 * 1024;
  static final int MOST_SUBJECTS = 100;

  static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(30).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private CosignTypes() {}
}
