package io.bowline.runner.step.image;

import io.bowline.runner.step.image.login.CloudPlace;
import io.bowline.runner.step.image.login.Credentials;
import io.bowline.runner.step.image.login.EcrTerms;
import io.bowline.runner.step.image.login.Login;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Ways into registries.
public final class Registries {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(15);
  private static final long MAX_PASSWORD = 16 << 10;

  private Registries() {}

  /// The vendor's registry at the control plane, by client certificate.
  public static RegistryAccess vendor(String host, int port, SSLContext tls) {
    URI base = URI.create("https://" + host + ":" + port);
    // who the vendor sends to is checked like anyone, and is not shown the runner's certificate
    return new RegistryAccess(
        base, client(Optional.of(tls)), client(Optional.empty()), Optional.empty());
  }

  /// The customer's registry as it is configured.
  ///
  /// @throws IllegalStateException naming the key that is missing or wrong
  public static CustomerRegistry customer(
      RegistrySettings settings, RandomGenerator random, InstantSource clock) {
    URI url = url(settings);
    HttpClient client = client(settings.caFile().map(Registries::trusting));
    var place =
        new CloudPlace(
            url,
            client,
            client(Optional.empty()),
            clock,
            random,
            System.getenv(),
            new CloudPlace.Instead(
                settings.cloudApi(), settings.cloudIdentity(), settings.cloudMetadata()));
    var access = new RegistryAccess(url, client, login(settings, place));
    return new CustomerRegistry(access, pulledFrom(settings), settings.prefix());
  }

  /// Host and port as the cluster's nodes reach the customer's registry.
  ///
  /// @throws IllegalStateException when none is configured
  public static String pulledFrom(RegistrySettings settings) {
    return settings.pulledFrom().orElseGet(() -> url(settings).getAuthority());
  }

  private static URI url(RegistrySettings settings) {
    return settings
        .url()
        .orElseThrow(
            () -> new IllegalStateException("set bowline.registry.url to the customer's registry"));
  }

  /// Which parts of images are wanted there.
  ///
  /// @throws IllegalArgumentException naming what is no platform
  public static Choice choice(RegistrySettings settings) {
    return new Choice(Set.copyOf(settings.platforms().orElse(List.of())), settings.foreignLayers());
  }

  private static Optional<? extends Login> login(RegistrySettings settings, CloudPlace place) {
    return switch (settings.kind()) {
      case PLAIN -> credentials(settings);
      case ECR ->
          Optional.of(
              place.ecr(
                  new EcrTerms(
                      settings.region(),
                      settings.scanOnPush(),
                      settings.immutableTags(),
                      settings.kmsKey())));
      case ACR -> Optional.of(place.acr());
      case GOOGLE -> Optional.of(place.google());
      case OCIR -> Optional.of(place.ocir(settings.ociConfig()));
    };
  }

  private static Optional<Credentials> credentials(RegistrySettings settings) {
    return settings
        .user()
        .map(user ->
            new Credentials(
                user,
                password(
                    settings
                        .passwordFile()
                        .orElseThrow(() ->
                            new IllegalStateException(
                                "bowline.registry.user needs"
                                    + " bowline.registry.password-file"))),
                settings.tokenHost()));
  }

  private static String password(Path file) {
    try {
      if (Files.size(file) > MAX_PASSWORD) {
        throw new IllegalStateException(file + " is too large for a password");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalStateException(
          "bowline.registry.password-file " + file + " cannot be read", e);
    }
  }

  private static HttpClient client(Optional<SSLContext> tls) {
    SSLContext context = tls.orElseGet(Registries::usual);
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_WITHIN)
        .sslContext(context)
        .sslParameters(quickFirst(context))
        .build();
  }

  private static SSLContext usual() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has TLS", e);
    }
  }

  /// Where Java itself has to encrypt, the runner's quick compiler makes ChaCha20 four times as
  /// quick as AES; all others stay for a registry that wants one of them.
  private static SSLParameters quickFirst(SSLContext context) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setCipherSuites(
        Stream.of(parameters.getCipherSuites())
            .sorted(Comparator.comparing((String suite) -> !suite.contains("CHACHA20")))
            .toArray(String[]::new));
    return parameters;
  }

  /// The usual authorities cannot be mixed with others in one trust manager of the JDK, so those of
  /// the file stand alone: whoever names a file means it.
  private static SSLContext trusting(Path caFile) {
    try (InputStream pem = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + store.size(), one);
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      TrustManager[] trust = factory.getTrustManagers();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "bowline.registry.ca-file " + caFile + " holds no usable certificates", e);
    }
  }
}
