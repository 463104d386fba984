package io.bowline.runner.hosted.cluster.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.runner.hosted.cluster.TestCluster;
import io.bowline.simulator.platform.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A cluster that answers what a test says.
final class ScriptedCluster implements AutoCloseable {
  static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  static final String CLASSES = "/apis/storage.k8s.io/v1/storageclasses";

  private final SelfSigned certificate = SelfSigned.loopback(Instant.now());
  private final Map<String, Said> script = new ConcurrentHashMap<>();
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private record Said(int status, String body) {}

  ScriptedCluster() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          Said said = script.getOrDefault(exchange.getRequestURI().getPath(), new Said(404, "{}"));
          byte[] body = said.body().replace("{asked}", asked).getBytes(UTF_8);
          exchange.sendResponseHeaders(said.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    says("/version", 200, version("1", "34"));
    says(REVIEWS, 201, "{'status': {'allowed': true}}");
    says("/api/v1/pods", 200, "{'items': []}");
    says("/api/v1/services", 200, "{'items': []}");
    says(CLASSES, 200, "{'items': [%s]}".formatted(storageClass("fast", "ebs.csi.aws.com", true)));
  }

  void says(String path, int status, String body) {
    script.put(path, new Said(status, body.replace('\'', '"')));
  }

  static String version(String major, String minor) {
    return "{'major': '%s', 'minor': '%s', 'gitVersion': 'v1'}".formatted(major, minor);
  }

  static String storageClass(String name, String provisioner, boolean isDefault) {
    return ("{'metadata': {'name': '%s', 'annotations':"
            + " {'storageclass.kubernetes.io/is-default-class': '%s'}}, 'provisioner': '%s'}")
        .formatted(name, isDefault, provisioner);
  }

  /// A node of 4 processors and 16 GB.
  static String node(String name, String zone, boolean ready, String spec) {
    return ("{'metadata': {'name': '%s', 'labels': {'topology.kubernetes.io/zone': '%s'}},"
            + " 'spec': {%s}, 'status': {'conditions': [{'type': 'Ready', 'status': '%s'}],"
            + " 'allocatable': {'cpu': '3920m', 'memory': '15Gi', 'pods': '110'}}}")
        .formatted(name, zone, spec, ready ? "True" : "Unknown");
  }

  TestCluster cluster() {
    return TestCluster.of(server.getAddress().getPort(), certificate);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
