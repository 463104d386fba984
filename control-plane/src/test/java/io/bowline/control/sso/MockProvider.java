package io.bowline.control.sso;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.MockWebServerWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/// An identity provider that was not written here, over TLS, and a browser that goes there. It has
/// an issuer for each word.
public final class MockProvider implements AutoCloseable {
  private final OAuth2Config config =
      OAuth2Config.Companion.fromJson(
          "{\"httpServer\":{\"type\":\"MockWebServerWrapper\",\"ssl\":{}}}");
  private final MockOAuth2Server server = new MockOAuth2Server(config);
  private final Certificate certificate;
  private final SSLContext trust;

  public MockProvider() {
    server.start();
    try {
      KeyStore own =
          ((MockWebServerWrapper) config.getHttpServer()).getSsl().getSslKeystore().getKeyStore();
      certificate = own.getCertificate(own.aliases().nextElement());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("theirs", certificate);
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      trust = SSLContext.getInstance("TLS");
      trust.init(null, managers.getTrustManagers(), null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Certificate certificate() {
    return certificate;
  }

  public SSLContext trust() {
    return trust;
  }

  public String issuer(String word) {
    return server.issuerUrl(word).toString();
  }

  /// Whom the provider will name next.
  ///
  /// @param groups that it says they are in
  public void next(String word, String subject, String... groups) {
    next(word, subject, Map.of("email_verified", true, "groups", List.of(groups)));
  }

  /// The same, with other claims.
  public void next(String word, String subject, Map<String, Object> claims) {
    var all = new HashMap<String, Object>(claims);
    all.putIfAbsent("email", subject + "@example.com");
    all.putIfAbsent("name", "The " + subject);
    server.enqueueCallback(
        new DefaultOAuth2TokenCallback(word, subject, "JWT", List.of("bowline"), all, 300));
  }

  /// What comes back, when a browser has gone where it was sent.
  public Map<String, String> visit(URI address) {
    try (HttpClient browser = HttpClient.newBuilder().sslContext(trust).build()) {
      HttpResponse<String> answer =
          browser.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 302) {
        throw new AssertionError(answer.statusCode() + answer.body());
      }
      return query(URI.create(answer.headers().firstValue("Location").orElseThrow()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static Map<String, String> query(URI address) {
    return Arrays.stream(address.getQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
