package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.host.Child;
import io.bowline.runner.host.Command;
import io.bowline.runner.host.Ended;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Limits;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From one Debian docker-registry to another, judged by skopeo.
@Tag("real")
@RequiresPart({"docker-registry", "skopeo"})
@Timeout(300)
class RealRegistryTest {
  private static final Limits LIMITS = Limits.within(Duration.ofMinutes(2));

  @TempDir Path folder;
  private final Host host = new Host();
  private Child sourceProcess;
  private Child targetProcess;
  private URI source;
  private URI target;

  @BeforeEach
  void start() throws Exception {
    int first = freePort();
    sourceProcess = registry("source", first);
    source = URI.create("http://127.0.0.1:" + first);
    int second = freePort();
    targetProcess = registry("target", second);
    target = URI.create("http://127.0.0.1:" + second);
  }

  @AfterEach
  void stop() throws Exception {
    sourceProcess.stop("over");
    targetProcess.stop("over");
    sourceProcess.await();
    targetProcess.await();
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Child registry(String name, int port) throws Exception {
    Path home = Files.createDirectories(folder.resolve(name));
    Path config = home.resolve("config.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: warn}
        storage:
          filesystem: {rootdirectory: %s}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(home.resolve("data"), port));
    var command =
        new Command(
            Parts.here().require("docker-registry"),
            List.of("serve", config.toString()),
            home,
            LIMITS);
    var started = host.start(command, (_, _) -> {});
    awaitUp(URI.create("http://127.0.0.1:" + port + "/v2/"));
    return ((Host.Started.Running) started).child();
  }

  private static void awaitUp(URI uri) throws Exception {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 200; i++) {
      try {
        TestImages.CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
        return;
      } catch (ConnectException e) {
        assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
      }
    }
    throw new AssertionError("no registry at " + uri);
  }

  private TransferReport copy(List<ImageCopy> copies) throws Exception {
    return new ImageTransfer(
            new RegistryAccess(source, TestImages.CLIENT, Optional.empty()),
            new RegistryAccess(target, TestImages.CLIENT, Optional.empty()),
            TransferTerms.usual(),
            new Random(1),
            Clock.systemUTC())
        .copy(copies, _ -> {});
  }

  private Digest inspected(URI registry, String name) throws Exception {
    String image = "docker://" + registry.getAuthority() + "/" + name;
    Ended ended =
        host.run(
            new Command(
                Parts.here().require("skopeo"),
                List.of("inspect", "--tls-verify=false", "--raw", image),
                folder,
                LIMITS));
    assertThat(ended)
        .isInstanceOfSatisfying(
            Ended.Exited.class, e -> assertThat(e.code()).as(e.output().err()).isZero());
    return Digest.of(ended.output().out().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void skopeoSeesTheSameDigestsAndAllPlatforms() throws Exception {
    var images = new TestImages(source);
    var shared = images.blob(3_000_000);
    Digest one = images.index("acme/broker", "1", List.of(shared, images.blob(100_000)));
    Digest two = images.index("acme/connector", "1", List.of(shared, images.blob(50_000)));
    var copies =
        List.of(
            new ImageCopy("acme/broker", "1", "mirror/broker", Optional.of("1")),
            ImageCopy.pinned("acme/connector", two, "mirror/connector"));
    TransferReport report = copy(copies);
    assertThat(report.complete()).as(report.toString()).isTrue();
    assertThat(inspected(target, "mirror/broker:1")).isEqualTo(inspected(source, "acme/broker:1"));
    assertThat(inspected(target, "mirror/broker@" + one)).isEqualTo(one);
    assertThat(inspected(target, "mirror/connector@" + two)).isEqualTo(two);
    new TestImages(target).assertWhole("mirror/broker", "1", one);
    TransferReport again = copy(copies);
    assertThat(again.results()).allMatch(r -> r instanceof CopyResult.Unchanged);
    assertThat(again.requests()).isEqualTo(3);
  }
}
