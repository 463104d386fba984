package io.bowline.testkit.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.testkit.process.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Where a cluster of EKS answers: over TLS, to whoever shows a question to STS that was signed for
/// this cluster. What it answers is somebody else's; a cluster in Moto is a record.
public final class ClusterFront implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final HttpsServer server;
  private final String authority;

  /// Who answers for the cluster.
  @FunctionalInterface
  public interface Api {
    /// Answers.
    ///
    /// @param path with its query
    Answer answer(String method, String path, byte[] body) throws IOException;
  }

  /// An answer, JSON.
  public record Answer(int status, String text) {}

  /// Opens one.
  ///
  /// @param scratch a folder for its key
  /// @param name of the cluster
  public ClusterFront(Path scratch, String name, Api api)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = scratch.resolve(name + ".p12");
    KeyStore keys = keys(scratch, store);
    authority =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("a").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    var managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", exchange -> answer(exchange, name, api));
    server.start();
  }

  private static KeyStore keys(Path scratch, Path store)
      throws IOException, GeneralSecurityException, InterruptedException {
    String _ =
        Program.keytool(
                scratch,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=cluster",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .run("")
            .orThrow();
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  /// What EKS says of such a cluster and Moto does not.
  public Map<String, String> attributes() {
    return Map.of(
        "Endpoint",
        "https://127.0.0.1:" + server.getAddress().getPort(),
        "CertificateAuthorityData",
        Base64.getEncoder().encodeToString(authority.getBytes(UTF_8)));
  }

  private static void answer(HttpExchange exchange, String name, Api api) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Answer answer =
          known(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")))
              ? api.answer(exchange.getRequestMethod(), exchange.getRequestURI().toString(), body)
              : new Answer(401, "{\"message\":\"Unauthorized at " + name + "\"}");
      byte[] said = answer.text().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), said.length == 0 ? -1 : said.length);
      exchange.getResponseBody().write(said);
    }
  }

  private static boolean known(String badge) {
    String head = "Bearer k8s-aws-v1.";
    if (!badge.startsWith(head)) {
      return false;
    }
    String url = new String(Base64.getUrlDecoder().decode(badge.substring(head.length())), UTF_8);
    return url.startsWith("https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity")
        && url.contains("X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
