package io.bowline.driver.azure;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where Azure is, and how long it may take to answer.
///
/// @param endpoint in the place of all of Azure's own, for tests
/// @param limit for each check
public record AzurePlace(Optional<URI> endpoint, Duration limit) {
  private static final URI LOGIN = URI.create("https://login.microsoftonline.com");
  private static final URI MANAGEMENT = URI.create("https://management.azure.com");

  /// Where a tenant signs in.
  URI login(String path) {
    return endpoint.orElse(LOGIN).resolve(path);
  }

  /// An address of the resource manager.
  ///
  /// @param path with its query
  URI management(String path) {
    return endpoint.orElse(MANAGEMENT).resolve(path);
  }

  /// An address in the container of a storage account.
  ///
  /// @param path with its query
  URI blobs(String account, String path) {
    return endpoint
        .map(other -> other.resolve("/" + account + path))
        .orElseGet(() -> URI.create("https://" + account + ".blob.core.windows.net" + path));
  }
}
