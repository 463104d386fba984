package io.bowline.simulator.contract;

import io.bowline.testkit.Parts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A real API server with its controllers and no node: etcd, kube-apiserver and
/// kube-controller-manager on ports of their own, gone with the test.
final class RealApiServer implements AutoCloseable {
  /// What has to be on the machine; `.ci/run` builds it, `KUBEBUILDER_ASSETS` may name a folder.
  static final String ETCD = "etcd";

  static final String API_SERVER = "kube-apiserver";
  static final String CONTROLLERS = "kube-controller-manager";

  private static final String TOKEN = "a-token-of-this-test";
  private static final int TRIES = 600;

  private final Path folder;
  private final Deque<Process> processes = new ArrayDeque<>();

  private RealApiServer(Path folder) {
    this.folder = folder;
  }

  /// Starts it and waits until it is ready and its controllers have made the first objects.
  static RealApiServer start(Path folder) throws IOException, InterruptedException {
    var server = new RealApiServer(Files.createDirectories(folder));
    try {
      server.startAll();
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void startAll() throws IOException, InterruptedException {
    String etcd = "http://127.0.0.1:" + free();
    String peer = "http://127.0.0.1:" + free();
    run(
        ETCD,
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + etcd,
        "--advertise-client-urls=" + etcd,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer);
    Files.writeString(folder.resolve("tokens.csv"), TOKEN + ",admin,admin,system:masters\n");
    Path key = signingKey();
    int port = free();
    run(
        API_SERVER,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + folder.resolve("certs"),
        "--etcd-servers=" + etcd,
        "--service-cluster-ip-range=10.96.0.0/16",
        "--authorization-mode=RBAC",
        "--allow-privileged=true",
        "--token-auth-file=" + folder.resolve("tokens.csv"),
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        "--service-account-key-file=" + key,
        "--service-account-signing-key-file=" + key);
    awaitFile(folder.resolve("certs/apiserver.crt"));
    Files.writeString(kubeconfig(), kubeconfig(port));
    Target target = Target.of(kubeconfig());
    awaitAnswer(target, "/readyz");
    run(
        CONTROLLERS,
        "--kubeconfig=" + kubeconfig(),
        "--secure-port=0",
        "--leader-elect=false",
        "--use-service-account-credentials=true",
        "--service-account-private-key-file=" + key,
        "--root-ca-file=" + folder.resolve("certs/apiserver.crt"),
        "--kube-api-qps=300",
        "--kube-api-burst=500");
    awaitAnswer(target, "/api/v1/namespaces/default/serviceaccounts/default");
  }

  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  private String kubeconfig(int port) throws IOException {
    String authority =
        Base64.getEncoder()
            .encodeToString(Files.readAllBytes(folder.resolve("certs/apiserver.crt")));
    return """
    apiVersion: v1
    kind: Config
    current-context: it
    contexts: [{name: it, context: {cluster: it, user: it}}]
    clusters: [{name: it, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
    users: [{name: it, user: {token: %s}}]
    """
        .formatted(port, authority, TOKEN);
  }

  private Path signingKey() throws IOException {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      return Files.writeString(
          folder.resolve("sa.key"),
          "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  private void run(String part, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Parts.here().require(part).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve(part + ".log").toFile());
    processes.push(builder.start());
  }

  private void awaitFile(Path file) throws IOException, InterruptedException {
    for (int i = 0; i < TRIES && !Files.exists(file); i++) {
      pause();
    }
  }

  private void awaitAnswer(Target target, String path) throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      if (answers(target, path)) {
        return;
      }
      pause();
    }
    throw new IOException(path + " does not answer; the logs are in " + folder);
  }

  private static boolean answers(Target target, String path) throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = target.ask("GET", path, Map.of(), new byte[0]);
      return answer.statusCode() == 200;
    } catch (IOException e) {
      // not listening yet
      return false;
    }
  }

  private void pause() throws IOException, InterruptedException {
    for (Process process : processes) {
      if (!process.isAlive()) {
        throw new IOException("a process of it ended; the logs are in " + folder + ": " + last());
      }
    }
    if (new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts down");
    }
  }

  private String last() throws IOException {
    var text = new StringBuilder();
    for (String part : List.of(ETCD, API_SERVER, CONTROLLERS)) {
      Path log = folder.resolve(part + ".log");
      if (Files.exists(log)) {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        text.append(lines.isEmpty() ? "" : part + ": " + lines.getLast() + "\n");
      }
    }
    return text.toString();
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    while (!processes.isEmpty()) {
      Process process = processes.pop();
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
