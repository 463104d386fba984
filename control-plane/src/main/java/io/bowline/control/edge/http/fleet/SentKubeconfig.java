package io.bowline.control.edge.http.fleet;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A kubeconfig as it is sent.
///
/// @param kubeconfig the file's text, at most 1 MiB
/// @param context which of its contexts is meant; else the current one, or the only one
@Schema(name = "KubeconfigUpload")
public record SentKubeconfig(@Nullable String kubeconfig, @Nullable String context) {
  @Override
  public String toString() {
    return "SentKubeconfig[%s]".formatted(context);
  }
}
