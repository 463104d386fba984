package io.bowline.runner.app;

import io.bowline.proto.codec.Addresses;
import io.bowline.runner.layout.LayoutRegistry;
import io.bowline.runner.link.Credentials;
import io.bowline.runner.link.Routes;
import io.bowline.runner.plan.PlanSettings;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.image.Registries;
import io.bowline.runner.step.image.RegistryAccess;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;

/// Where releases and their images come from: the control plane's registry, or a layout on this
/// machine, and then from nowhere else.
@Singleton
final class VendorRegistry {
  private final Credentials credentials;
  private final Optional<Path> layout;
  private final HttpClient loopback =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private Optional<LayoutRegistry> served = Optional.empty();

  VendorRegistry(Credentials credentials, PlanSettings settings) {
    this.credentials = credentials;
    layout = settings.releaseLayout();
  }

  /// Asked for each time: the address is known only after enrollment.
  RegistryAccess access() {
    return layout.map(this::local).orElseGet(this::remote);
  }

  private synchronized RegistryAccess local(Path place) {
    try {
      LayoutRegistry registry = served.isPresent() ? served.get() : LayoutRegistry.open(place);
      served = Optional.of(registry);
      return RegistryAccess.layout(registry.address(), loopback, registry.platforms());
    } catch (IOException e) {
      throw new StepException(
          "release-layout", "the layout %s cannot be used: %s".formatted(place, e.getMessage()));
    }
  }

  private RegistryAccess remote() {
    Addresses addresses =
        credentials
            .addresses()
            .orElseThrow(() -> new IllegalStateException("this runner is not enrolled yet"));
    Routes.Route route = credentials.reach(addresses.artifacts());
    return Registries.vendor(route.host(), route.port(), credentials.sslContext());
  }

  @PreDestroy
  synchronized void close() {
    served.ifPresent(LayoutRegistry::close);
  }
}
