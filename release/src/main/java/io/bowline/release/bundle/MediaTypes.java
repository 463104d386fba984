package io.bowline.release.bundle;

/// The documented media types of a release.
public final class MediaTypes {
  /// Artifact type of a release's manifest.
  public static final String RELEASE = "application/vnd.bowline.release.v1+json";

  /// Config: the release document.
  public static final String DOCUMENT = "application/vnd.bowline.release.document.v1+json";

  /// Layer: a Helm chart.
  public static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

  /// Layer: a Terraform root module.
  public static final String MODULE = "application/vnd.bowline.terraform.module.v1.tar+gzip";

  /// Layer: a Terraform provider for one platform, as its registry has it.
  public static final String PROVIDER = "application/vnd.bowline.terraform.provider.v1.zip";

  /// Artifact type of a manifest that refers to a release and carries a signed statement.
  public static final String SIGNATURE = "application/vnd.bowline.release.signature.v1+json";

  /// Artifact type of a manifest that refers to a release and carries the next trust root, signed.
  public static final String TRUST_ROOT = "application/vnd.bowline.trust-root.v1+json";

  /// Layer: a DSSE envelope.
  public static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

  /// Every OCI image manifest.
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /// Every OCI image index.
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /// The config of an artifact that needs none.
  public static final String EMPTY = "application/vnd.oci.empty.v1+json";

  private MediaTypes() {}
}
