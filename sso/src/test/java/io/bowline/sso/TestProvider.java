package io.bowline.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.testkit.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import net.minidev.json.JSONObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An identity provider that says whatever a test wants it to say, over real TLS.
final class TestProvider implements AutoCloseable {
  static final String HOST = "login.example.com";
  static final String CLIENT = "bowline";
  static final String KEY = "first";
  private static final char[] NO_PASSWORD = {};
  private static final RSAKey FIRST = key(KEY, 2048);
  private static final KeyStore STORE = store();

  final FakeClock clock = new FakeClock();
  final RSAKey key = FIRST;
  final Map<String, Object> description = new ConcurrentHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
  final AtomicReference<JWKSet> keys = new AtomicReference<>(new JWKSet(key.toPublicJWK()));
  final AtomicReference<String> token = new AtomicReference<>("");
  final AtomicReference<Optional<String>> page = new AtomicReference<>(Optional.empty());
  private final HttpsServer server;
  private final SSLContext trust;

  TestProvider() {
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(serving(STORE)));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::answer);
      server.start();
      trust = trusting(STORE.getCertificate("own"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    description.putAll(
        Map.of(
            "issuer", at("").toString(),
            "authorization_endpoint", at("/authorize").toString(),
            "token_endpoint", at("/token").toString(),
            "jwks_uri", at("/keys").toString(),
            "response_types_supported", List.of("code"),
            "subject_types_supported", List.of("public"),
            "id_token_signing_alg_values_supported", List.of("RS256", "ES256", "HS256", "none")));
  }

  static RSAKey key(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  URI at(String path) {
    return URI.create("https://%s:%d%s".formatted(HOST, server.getAddress().getPort(), path));
  }

  Registration registration() {
    return new Registration(
        IssuerAddress.parse(at("").toString()),
        CLIENT,
        Optional.of(ClientSecret.of("a secret/of+ours")),
        Set.of("email", "profile"),
        "groups");
  }

  /// Our side, which finds the provider under its name.
  IdentityProviders client(Duration patience) {
    var asked = AskedAddresses.admitting(List.of("127.0.0.0/8", "::1/128"));
    Names names = name -> List.of(InetAddress.getLoopbackAddress());
    return new IdentityProviders(
        new Line(asked, names, trust, new Line.Limits(patience, patience, 50_000)), clock);
  }

  IdentityProviders client() {
    return client(Duration.ofSeconds(20));
  }

  SSLContext trust() {
    return trust;
  }

  /// What an honest provider says of Anna.
  JWTClaimsSet.Builder anna(Attempt attempt) {
    Instant now = clock.instant();
    return new JWTClaimsSet.Builder()
        .issuer(at("").toString())
        .audience(CLIENT)
        .subject("anna-1")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
        .claim("nonce", attempt.nonce())
        .claim("email", "Anna@Example.com")
        .claim("email_verified", true)
        .claim("name", "Anna")
        .claim("groups", List.of("dev", "ops"));
  }

  void gives(JWTClaimsSet said) {
    gives(said, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY).build(), key);
  }

  void gives(JWTClaimsSet said, JWSHeader header, RSAKey signer) {
    try {
      var signed = new SignedJWT(header, said);
      signed.sign(new RSASSASigner(signer.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
      token.set(signed.serialize());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    bodies.add(
        exchange.getRequestHeaders().getOrDefault("Authorization", List.of())
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String body =
        switch (path) {
          case "/.well-known/openid-configuration" -> new JSONObject(description).toJSONString();
          case "/keys" -> keys.get().toString();
          case "/token" -> tokens();
          case "/people" -> page.get().orElse("{}");
          default -> "{}";
        };
    send(exchange, 200, body);
  }

  private String tokens() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", "an-access-token");
    answer.put("token_type", "Bearer");
    answer.put("id_token", token.get());
    return new JSONObject(answer).toJSONString();
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /// Has a path answered otherwise.
  void serve(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  private static KeyStore store() {
    var name = new X500Principal("CN=" + HOST);
    var from = Instant.now().minus(Duration.ofDays(1));
    var until = Instant.now().plus(Duration.ofDays(1));
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair pair = generator.generateKeyPair();
      var built =
          new JcaX509v3CertificateBuilder(
                  name, BigInteger.ONE, Date.from(from), Date.from(until), name, pair.getPublic())
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.dNSName, HOST)))
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry(
          "own",
          pair.getPrivate(),
          NO_PASSWORD,
          new Certificate[] {new JcaX509CertificateConverter().getCertificate(built)});
      return store;
    } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext serving(KeyStore store) throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext trusting(Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setCertificateEntry("theirs", certificate);
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
