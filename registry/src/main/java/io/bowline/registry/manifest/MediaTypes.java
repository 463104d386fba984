package io.bowline.registry.manifest;

import java.util.Locale;

/// Media types that tell how a manifest is read.
public final class MediaTypes {
  /// A list of manifests.
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /// One image or artifact.
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private MediaTypes() {}

  /// Layers that a licence forbids to pass on; they are fetched from where they are published.
  static boolean isNonDistributable(String mediaType) {
    return mediaType.contains(".nondistributable.") || mediaType.contains(".rootfs.foreign.");
  }

  /// The type of a `Content-Type` header, without parameters.
  public static String withoutParameters(String contentType) {
    int semicolon = contentType.indexOf(';');
    String bare = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return bare.trim().toLowerCase(Locale.ROOT);
  }
}
