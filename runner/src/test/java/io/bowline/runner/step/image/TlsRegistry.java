package io.bowline.runner.step.image;

import io.bowline.registry.http.RegistryServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiPredicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A registry behind TLS that speaks HTTP/2 and HTTP/1.1, and does in HTTP/2 what it is told to.
final class TlsRegistry implements AutoCloseable {
  private static final char[] NONE = new char[0];
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "host", "upgrade", "http2-settings");

  /// A request that arrived.
  record Seen(HttpVersion version, String method, String path, String cipher) {}

  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private final RegistryServer behind;
  private final SSLContext trust;
  private final HttpServer server;
  private final BiPredicate<HttpServerRequest, Integer> trouble;

  private TlsRegistry(
      Path folder, HttpServerOptions options, BiPredicate<HttpServerRequest, Integer> trouble)
      throws Exception {
    this.trouble = trouble;
    behind = RegistryServer.start(folder, RegistryServer.Settings.loopback());
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair key = generator.generateKeyPair();
    X509Certificate certificate = certificate(key);
    trust = trusting(certificate);
    server =
        vertx
            .createHttpServer(
                options
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(KeyCertOptions.wrap(showing(key, certificate))))
            .requestHandler(this::take)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
  }

  /// One that does nothing wrong.
  static TlsRegistry start(Path folder) throws Exception {
    return start(folder, new HttpServerOptions(), (_, _) -> false);
  }

  /// @param trouble sees each HTTP/2 request with its number, from 1 on, and says whether it has
  ///   done with it
  static TlsRegistry start(
      Path folder, HttpServerOptions options, BiPredicate<HttpServerRequest, Integer> trouble)
      throws Exception {
    return new TlsRegistry(folder, options, trouble);
  }

  static HttpServerOptions streams(int most) {
    return new HttpServerOptions()
        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(most));
  }

  RegistryAccess access() {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(trust)
            .build();
    return new RegistryAccess(
        URI.create("https://127.0.0.1:" + server.actualPort()), client, Optional.empty());
  }

  /// The same registry without TLS and trouble.
  URI plain() {
    return behind.address();
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  private int secondVersion() {
    return (int) seen.stream().filter(one -> one.version() == HttpVersion.HTTP_2).count();
  }

  private void take(HttpServerRequest request) {
    String cipher = request.sslSession().getCipherSuite();
    int number;
    synchronized (seen) {
      seen.add(new Seen(request.version(), request.method().name(), request.path(), cipher));
      number = secondVersion();
    }
    if (request.version() == HttpVersion.HTTP_2 && trouble.test(request, number)) {
      return;
    }
    request.body().onSuccess(body -> Thread.ofVirtual().start(() -> answer(request, body)));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    var asked =
        HttpRequest.newBuilder(behind.address().resolve(request.uri()))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(30))
            .method(request.method().name(), BodyPublishers.ofByteArray(body.getBytes()));
    for (var header : request.headers()) {
      if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        asked.header(header.getKey(), header.getValue());
      }
    }
    try {
      HttpResponse<byte[]> got = TestImages.CLIENT.send(asked.build(), BodyHandlers.ofByteArray());
      vertx.runOnContext(_ -> give(request, got));
    } catch (IOException e) {
      vertx.runOnContext(_ -> request.connection().close());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void give(HttpServerRequest request, HttpResponse<byte[]> got) {
    var response = request.response().setStatusCode(got.statusCode());
    got.headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            response.putHeader(name, values);
          }
        });
    var _ =
        request.method().name().equals("HEAD")
            ? response.end()
            : response.end(Buffer.buffer(got.body()));
  }

  @SuppressWarnings("JavaUtilDate")
  private static X509Certificate certificate(KeyPair key)
      throws IOException, GeneralSecurityException, OperatorException {
    var name = new X500Name("CN=registry");
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(1))),
            name,
            key.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static X509KeyManager showing(KeyPair key, X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NONE);
    store.setKeyEntry("server", key.getPrivate(), NONE, new X509Certificate[] {certificate});
    var managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, NONE);
    return (X509KeyManager) managers.getKeyManagers()[0];
  }

  private static SSLContext trusting(X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NONE);
    store.setCertificateEntry("server", certificate);
    var managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    behind.close();
  }
}
