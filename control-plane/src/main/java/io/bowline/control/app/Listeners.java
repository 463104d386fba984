package io.bowline.control.app;

import io.bowline.control.edge.http.HttpSettings;
import io.bowline.control.identity.ServerTls;
import io.bowline.control.platform.Port;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Gives Quarkus's own listeners their ports and their TLS, before they open.
@Singleton
final class Listeners {
  /// The name under which application.properties asks for it.
  private static final String TLS = "bowline";

  private final ServerTls tls;
  private final TlsConfigurationRegistry registry;
  private final HttpSettings http;
  private final ManagementSettings management;

  Listeners(
      ServerTls tls,
      TlsConfigurationRegistry registry,
      HttpSettings http,
      ManagementSettings management) {
    this.tls = tls;
    this.registry = registry;
    this.http = http;
    this.management = management;
  }

  void prepare(@Observes StartupEvent starting) {
    new Port("HTTPS listener", http.host(), http.port(), "bowline.http.port").check();
    new Port("management listener", management.host(), management.port(), "bowline.management.port")
        .check();
    registry.register(TLS, new FromServerTls(tls));
  }

  private static final class FromServerTls extends BaseTlsConfiguration {
    private final ServerTls tls;

    FromServerTls(ServerTls tls) {
      this.tls = tls;
    }

    @Override
    public String getName() {
      return TLS;
    }

    @Override
    public KeyCertOptions getKeyStoreOptions() {
      return KeyCertOptions.wrap(tls.keyManager());
    }

    @Override
    public TrustOptions getTrustStoreOptions() {
      return TrustOptions.wrap(tls.clientTrust());
    }

    @Override
    public SSLOptions getSSLOptions() {
      return new SSLOptions()
          .setUseAlpn(true)
          .setKeyCertOptions(getKeyStoreOptions())
          .setTrustOptions(getTrustStoreOptions());
    }

    @Override
    public SSLContext createSSLContext() throws GeneralSecurityException {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {tls.keyManager()}, new TrustManager[] {tls.clientTrust()}, null);
      return context;
    }
  }
}
