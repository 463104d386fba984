package io.bowline.runner.step.image.login;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The pod itself, as Oracle knows it: its cluster exchanges the token of its service account for
/// one that goes with a key made here, and a policy names cluster, namespace and account. Only
/// enhanced clusters do that; in another one it is the machine that Oracle knows.
final class OracleWorkload implements OracleIdentity {
  /// Where Kubernetes puts what a pod knows of its cluster.
  private static final Path USUAL = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private static final String HOST = "KUBERNETES_SERVICE_HOST";
  private static final String PATH = "/resourcePrincipalSessionTokens";
  private static final int PORT = 12250;
  private static final int MOST = 64 << 10;
  private static final String PREFIX = "ST$";
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloudPlace place;
  private final Path folder;
  private final URI service;
  private final Supplier<KeyPair> sessions;
  private final OracleIdentity machine;

  /// @param folder with the service account's token and the cluster's authority
  /// @param service of the cluster
  /// @param sessions makes the key that goes with a token
  /// @param machine who is asked where the cluster has no such service
  OracleWorkload(
      CloudPlace place,
      Path folder,
      URI service,
      Supplier<KeyPair> sessions,
      OracleIdentity machine) {
    this.place = place;
    this.folder = folder;
    this.service = service;
    this.sessions = sessions;
    this.machine = machine;
  }

  /// That of this process, where it is in a cluster.
  static Optional<OracleIdentity> here(CloudPlace place, OracleIdentity machine) {
    return place
        .variable(HOST)
        .filter(_ -> Files.isReadable(USUAL.resolve("token")))
        .map(host -> {
          String name = host.contains(":") ? "[" + host + "]" : host;
          URI service = URI.create("https://" + name + ":" + PORT);
          return new OracleWorkload(place, USUAL, service, OracleMachine::session, machine);
        });
  }

  @Override
  public OracleKey key() throws IOException, InterruptedException {
    KeyPair session = sessions.get();
    Optional<String> token = token(session);
    return token.isPresent()
        ? new OracleKey(PREFIX + token.get(), session.getPrivate())
        : machine.key();
  }

  @Override
  public String todo() {
    return "a policy has to let this cluster's service account manage repos (terraform/oracle makes"
        + " it), or, where the cluster is a basic one, the machine's dynamic group";
  }

  /// Empty where nobody answers: a basic cluster has no such service.
  private Optional<String> token(KeyPair session) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve(PATH))
            .timeout(WITHIN)
            .header("Authorization", "Bearer " + Files.readString(folder.resolve("token")).strip())
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    JsonNodeFactory.instance.objectNode().put("podKey", pem(session)).toString()))
            .build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(trust())
            .followRedirects(Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT)
            .build()) {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return Optional.of(read(answer.statusCode(), body.readNBytes(MOST)));
      }
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return Optional.empty();
    }
  }

  /// A JSON text with base64 in it, with JSON in that.
  private String read(int status, byte[] body) throws IOException {
    if (status >= 500 || status == 429) {
      throw RegistryException.passing(said("answers with status " + status));
    }
    if (status != 200) {
      throw RegistryException.lasting(
          said("refuses this pod's service account with status " + status));
    }
    try {
      byte[] inner = Base64.getDecoder().decode(JSON.readTree(body).asText());
      String token = JSON.readTree(inner).path("token").asText();
      if (!token.isEmpty()) {
        return token.startsWith(PREFIX) ? token.substring(PREFIX.length()) : token;
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw RegistryException.lasting(said("answers with no token"));
    }
    throw RegistryException.lasting(said("answers with no token"));
  }

  private String said(String what) {
    return "the cluster's service of identities, asked for the registry %s, %s"
        .formatted(place.registry(), what);
  }

  private static String pem(KeyPair session) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(session.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /// The cluster's own authority, and no other.
  private SSLContext trust() throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve("ca.crt"))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, each);
      }
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw RegistryException.lasting(said("has an authority that cannot be read"));
    }
  }
}
