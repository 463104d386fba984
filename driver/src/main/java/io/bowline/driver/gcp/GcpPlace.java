package io.bowline.driver.gcp;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where Google Cloud is, and how long it may take to answer.
///
/// @param endpoint in the place of all of Google's own, for tests
/// @param limit for each check
public record GcpPlace(Optional<URI> endpoint, Duration limit) {
  /// Who is asked.
  enum Service {
    TOKENS("https://oauth2.googleapis.com"),
    PROJECTS("https://cloudresourcemanager.googleapis.com"),
    SERVICES("https://serviceusage.googleapis.com"),
    COMPUTE("https://compute.googleapis.com"),
    STORAGE("https://storage.googleapis.com");

    private final URI address;

    Service(String address) {
      this.address = URI.create(address);
    }
  }

  /// An address of a service.
  ///
  /// @param path with its query
  URI at(Service service, String path) {
    return endpoint.orElse(service.address).resolve(path);
  }
}
