package io.bowline.control.sso;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A provider beside the whole process, which trusts its certificate and may ask this machine.
public final class RunningProvider implements QuarkusTestResourceLifecycleManager {
  private @Nullable MockProvider provider;

  @Override
  public Map<String, String> start() {
    provider = new MockProvider();
    try {
      Path trust = Files.createTempFile("bowline-test-provider", ".pem");
      String body = Base64.getMimeEncoder().encodeToString(provider.certificate().getEncoded());
      Files.writeString(
          trust, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
      return Map.of(
          "bowline.sso.trust-file",
          trust.toString(),
          "bowline.sso.admitted-networks",
          "127.0.0.0/8,::1/128");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(provider, new TestInjector.MatchesType(MockProvider.class));
  }

  @Override
  public void stop() {
    if (provider != null) {
      provider.close();
    }
  }
}
