package io.bowline.control.edge.grpc;

import io.bowline.model.identity.Identity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A certificate that somebody shows, with the key that belongs to it.
record Shown(KeyPair key, X509Certificate certificate) {
  /// What came back: a status with its text, or that TLS let nothing through.
  record Answer(String status, String text) {
    static final Answer NO_TLS = new Answer("no TLS", "");

    /// The same answer with what was asked for taken out, so that two of them can be compared.
    Answer without(Identity identity, String... names) {
      String masked =
          text.replace(identity.org().toString(), "ORG")
              .replace(identity.install().toString(), "INSTALL")
              .replace(identity.holder().toString(), "HOLDER");
      for (String name : names) {
        masked = masked.replace(name, "NAME");
      }
      return new Answer(status, masked);
    }
  }

  /// A client that shows it on every port that speaks HTTP.
  HttpClient client(X509ExtendedTrustManager trust) {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry("me", key.getPrivate(), new char[0], new X509Certificate[] {certificate});
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, new char[0]);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(factory.getKeyManagers(), new TrustManager[] {trust}, null);
      return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Answer send(HttpClient client, String method, URI uri, Map<String, String> headers)
      throws InterruptedException {
    return send(client, method, uri, headers, new byte[0]);
  }

  static Answer send(
      HttpClient client, String method, URI uri, Map<String, String> headers, byte[] body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      List<String> told =
          List.of("WWW-Authenticate", "Location", "Docker-Content-Digest", "Allow").stream()
              .map(name -> response.headers().firstValue(name).orElse(""))
              .toList();
      return new Answer(Integer.toString(response.statusCode()), response.body() + told);
    } catch (IOException e) {
      return Answer.NO_TLS;
    }
  }
}
