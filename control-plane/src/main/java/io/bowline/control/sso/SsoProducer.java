package io.bowline.control.sso;

import io.bowline.control.account.Tries;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.secret.Vault;
import io.bowline.sso.AskedAddresses;
import io.bowline.sso.IdentityProviders;
import io.bowline.sso.Names;
import io.bowline.sso.Trust;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// Makes what asks identity providers, by the operator's settings.
@Singleton
final class SsoProducer {
  private static final String CALLBACK = "/api/v1/sign-in/sso/callback";

  @Produces
  @Singleton
  IdentityProviders providers(SsoSettings settings, InstantSource clock) {
    try {
      return new IdentityProviders(
          AskedAddresses.admitting(settings.admittedNetworks().orElse(List.of())),
          Names.SYSTEM,
          Trust.with(settings.trustFile()),
          clock);
    } catch (IllegalArgumentException e) {
      throw new StartupFailure("bowline.sso.admitted-networks: " + e.getMessage(), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new StartupFailure("bowline.sso.trust-file holds no certificates that can be read", e);
    }
  }

  void close(@Disposes IdentityProviders providers) {
    providers.close();
  }

  @Produces
  @Singleton
  SsoSignIns.Means means(
      IdentityProviders providers,
      Vault vault,
      Tries tries,
      SignInAudit audit,
      Ids ids,
      SecureRandom random,
      SsoSettings settings) {
    return new SsoSignIns.Means(
        providers, vault, tries, audit, ids, random, callback(settings.publicUrl()));
  }

  private static URI callback(String publicUrl) {
    String base =
        publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    try {
      URI address = new URI(base + CALLBACK);
      if ("https".equals(address.getScheme())
          && address.getHost() != null
          && address.getPath().equals(CALLBACK)) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw new StartupFailure("bowline.sso.public-url is no address", e);
    }
    throw new StartupFailure(
        "bowline.sso.public-url is an https address without a path, as https://bowline.example.com");
  }
}
