package io.bowline.simulator.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  @TempDir static Path folder;
  static Account account;
  static KubernetesClient client;
  static HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    account = Account.start(folder, AccountOptions.usual());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Files.readString(account.kubeconfig())))
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    account.close();
  }

  private static HttpResponse<String> send(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    String credentials = account.registryUser() + ":" + account.registryPassword();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + account.registryAddress() + path))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// Pushes an image of a behaviour; gives back its reference by digest.
  private static String push(String repository, String labels)
      throws IOException, InterruptedException {
    String config = "{\"architecture\":\"amd64\",\"config\":{\"Labels\":{" + labels + "}}}";
    Digest digest = Digest.of(config.getBytes(StandardCharsets.UTF_8));
    String upload = "/v2/" + repository + "/blobs/uploads/";
    String place =
        send("POST", upload, "text/plain", "").headers().firstValue("Location").orElseThrow();
    String path = URI.create(place).getRawPath();
    assertThat(
            send("PUT", path + "?digest=" + digest, "application/octet-stream", config)
                .statusCode())
        .isEqualTo(201);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json",
        "digest":"%s","size":%d},"layers":[]}\
        """
            .formatted(MANIFEST, digest, config.length());
    assertThat(send("PUT", "/v2/" + repository + "/manifests/1", MANIFEST, manifest).statusCode())
        .isEqualTo(201);
    return account.registryAddress()
        + "/"
        + repository
        + "@"
        + Digest.of(manifest.getBytes(StandardCharsets.UTF_8));
  }

  private static Pod run(String name, String image) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("default")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("main")
            .withImage(image)
            .endContainer()
            .endSpec()
            .build();
    return client.resource(pod).create();
  }

  private static Pod until(String name, Predicate<Pod> condition) {
    return client
        .pods()
        .inNamespace("default")
        .withName(name)
        .waitUntilCondition(p -> p != null && condition.test(p), 120, TimeUnit.SECONDS);
  }

  private static ContainerStatus main(Pod pod) {
    List<ContainerStatus> statuses = pod.getStatus().getContainerStatuses();
    return statuses.isEmpty() ? new ContainerStatus() : statuses.getFirst();
  }

  @Test
  void imageOfTheAccountsRegistryRunsAsItsLabelsSay() throws IOException, InterruptedException {
    String image =
        push(
            "acme/good",
            "\"io.bowline.simulator.behaviour\":\"run\",\"io.bowline.simulator.log\":\"line {n}\","
                + "\"io.bowline.simulator.log-millis\":\"50\","
                + "\"io.bowline.simulator.metrics\":\"messages_total 7\\n\"");
    run("good", image);
    until("good", p -> Boolean.TRUE.equals(main(p).getReady()));
    assertThat(client.raw("/api/v1/namespaces/default/pods/good:9404/proxy/metrics"))
        .isEqualTo("messages_total 7\n");
    try (LogWatch watch = client.pods().inNamespace("default").withName("good").watchLog();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("line 1");
      assertThat(lines.readLine()).isEqualTo("line 2");
    }
    assertThat(account.registry().log().entries())
        .anyMatch(e -> e.toString().contains("/v2/acme/good/manifests/sha256:"));
  }

  @Test
  void missingImageIsWaitedFor() throws IOException, InterruptedException {
    run("late", account.registryAddress() + "/acme/late:1");
    Pod waiting =
        until(
            "late",
            p ->
                main(p).getState() != null
                    && main(p).getState().getWaiting() != null
                    && "ImagePullBackOff".equals(main(p).getState().getWaiting().getReason()));
    assertThat(main(waiting).getState().getWaiting().getMessage()).contains("not found");
    push("acme/late", "");
    until("late", p -> Boolean.TRUE.equals(main(p).getReady()));
  }

  @Test
  void hangingImageRunsAndIsNeverReady() throws IOException, InterruptedException {
    run("hang", push("acme/hang", "\"io.bowline.simulator.behaviour\":\"hang\""));
    Pod running = until("hang", p -> "Running".equals(p.getStatus().getPhase()));
    assertThat(main(running).getReady()).isFalse();
  }

  @Test
  void crashingImageTellsItsPreviousLog() throws IOException, InterruptedException {
    run(
        "crash",
        push(
            "acme/crash",
            "\"io.bowline.simulator.behaviour\":\"crash\",\"io.bowline.simulator.log\":\"no way\""));
    until("crash", p -> main(p).getRestartCount() != null && main(p).getRestartCount() > 0);
    assertThat(client.pods().inNamespace("default").withName("crash").terminated().getLog())
        .isEqualTo("no way\n");
  }
}
