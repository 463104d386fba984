package io.bowline.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bowline.demo.process.Child;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.stack.ClusterFront;
import io.bowline.testkit.stack.ClusterFront.Answer;
import io.bowline.testkit.stack.EmulatedStack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The way of who clicks: a stack, a token, and nothing else. The cluster that the stack makes is
/// the simulated one, behind the door that a cluster of EKS has; the runner is started out of what
/// the stack's function has put there, as a kubelet would.
final class StackWay implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DataPlane plane;
  private final Path folder;
  private final Path trustRoot;
  private final Place place;
  private final JsonNode kubeconfig;
  private final HttpClient cluster;
  private final ClusterFront front;
  private final AtomicReference<Child> runner = new AtomicReference<>();
  private final AtomicReference<String> before = new AtomicReference<>("");

  StackWay(DataPlane plane, Path folder, Path trustRoot)
      throws IOException, GeneralSecurityException, InterruptedException {
    this.plane = plane;
    this.folder = folder;
    this.trustRoot = trustRoot;
    place = plane.place();
    kubeconfig = YAMLMapper.builder().build().readTree(place.kubeconfig().toFile());
    cluster = HttpClient.newBuilder().sslContext(trusting(kubeconfig)).build();
    front = new ClusterFront(folder, "bowline-" + plane.name(), this::answer);
  }

  /// The stack of the template that the control plane renders for this install.
  EmulatedStack stack(Operator operator, EmulatedAccount account, CloudAdmin admin)
      throws IOException {
    Path out = Files.createDirectories(folder.resolve("template"));
    operator.run(
        "install", "template", plane.name(), "--door", "cloudformation", "--out", out.toString());
    Path file;
    try (var files = Files.list(out)) {
      file = files.findFirst().orElseThrow();
    }
    return new EmulatedStack(
        account,
        folder,
        account.user("clicks"),
        admin.role(),
        YAMLMapper.builder().build().readTree(file.toFile()),
        front.attributes(),
        EmulatedStack.FORGETS);
  }

  /// What the install was when its runner was put into the cluster.
  String before() {
    return before.get();
  }

  Child runner() {
    return runner.get();
  }

  /// The simulated cluster's answer, where nobody runs a pod of the runner: so here is who does.
  private Answer answer(String method, String path, byte[] body) throws IOException {
    if (path.contains("/statefulsets/") && method.equals("PATCH")) {
      Answer made = ask(method, path, body);
      before.set(plane.status());
      runner.set(plane.runner(place, bootstrap(), trustRoot));
      return made;
    }
    return path.contains("/statefulsets/") && runner.get() != null
        ? new Answer(200, "{\"status\":{\"readyReplicas\":1}}")
        : ask(method, path, body);
  }

  private Path bootstrap() throws IOException {
    Answer secret =
        ask("GET", "/api/v1/namespaces/bowline/secrets/bowline-runner-enrollment", new byte[0]);
    String text = JSON.readTree(secret.text()).at("/data/bootstrap.json").asText();
    return Files.write(folder.resolve("from-the-cluster.json"), Base64.getDecoder().decode(text));
  }

  private Answer ask(String method, String path, byte[] body) throws IOException {
    var request =
        HttpRequest.newBuilder(
                URI.create(kubeconfig.at("/clusters/0/cluster/server").asText() + path))
            .header("Authorization", "Bearer " + kubeconfig.at("/users/0/user/token").asText())
            .header("Content-Type", "application/apply-patch+yaml")
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    try {
      var answer = cluster.send(request, BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static SSLContext trusting(JsonNode kubeconfig)
      throws GeneralSecurityException, IOException {
    byte[] authority =
        Base64.getDecoder()
            .decode(
                kubeconfig
                    .at("/clusters/0/cluster/certificate-authority-data")
                    .asText()
                    .getBytes(UTF_8));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "cluster",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(authority)));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /// What the stack is given by whoever clicks.
  Map<String, String> given(String token) {
    return Map.of("EnrollmentToken", token, "PermissionsBoundaryArn", CloudAdmin.BOUNDARY);
  }

  @Override
  public void close() {
    front.close();
    cluster.close();
  }
}
