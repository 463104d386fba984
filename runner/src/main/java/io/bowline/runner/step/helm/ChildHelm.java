package io.bowline.runner.step.helm;

import io.bowline.runner.host.Child;
import io.bowline.runner.host.ChildJvm;
import io.bowline.runner.host.ClassArchive;
import io.bowline.runner.host.Command;
import io.bowline.runner.host.Ended;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Host.Started;
import io.bowline.runner.host.Limits;
import io.bowline.runner.host.LineListener;
import io.bowline.runner.host.Workspaces;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Helm in a child JVM, one per order: stopped by SIGTERM, bounded in time and memory, and with
/// nothing of it left behind.
public final class ChildHelm implements HelmEngine {
  private static final Duration BEYOND = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(20);

  /// The JVM's own limit does not hold for Helm, which is not Java: a chart's template may ask for
  /// any amount of memory. Half of this is only ever reserved.
  private static final long ADDRESS_SPACE = 6L << 30;

  private static final List<String> JVM =
      List.of("-XX:CompressedClassSpaceSize=64m", "--enable-native-access=ALL-UNNAMED");

  private final AtomicLong orders = new AtomicLong();
  private final Host host;
  private final Workspaces workspaces;
  private final Path kubeconfig;
  private final Path library;
  private final ClassArchive classes;

  /// @param kubeconfig the file by which Helm, and `lookup` in charts, reach the cluster
  /// @param cache where the native library is kept, and an archive of the child's classes
  public ChildHelm(Host host, Workspaces workspaces, Path kubeconfig, Path cache) {
    this.host = host;
    this.workspaces = workspaces;
    this.kubeconfig = kubeconfig.toAbsolutePath();
    library = cache.toAbsolutePath();
    classes = new ClassArchive(host, library, JVM);
  }

  @Override
  public Result run(Order order, Stop stop) {
    String name = "helm-" + orders.incrementAndGet();
    try (var workspace = workspaces.open(name)) {
      return run(order, stop, workspace.folder());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare a folder for Helm", e);
    }
  }

  private Result run(Order order, Stop stop, Path folder) {
    Path request = folder.resolve("request.json");
    Path response = folder.resolve("response.json");
    Json.write(
        request,
        new HelmChild.Request(
            order.verb(),
            order.release(),
            order.namespace(),
            order.chart().toAbsolutePath().toString(),
            order.values(),
            kubeconfig.toString(),
            library.toString(),
            order.after(),
            Math.toIntExact(order.timeout().toSeconds())));
    var options = new ArrayList<>(classes.options(folder));
    options.addAll(List.of("-Xmx96m", "-Djava.io.tmpdir=" + folder));
    Command command =
        new ChildJvm(HelmChild.class, options, List.of(request.toString(), response.toString()))
            .command(
                folder,
                Limits.within(order.timeout().plus(BEYOND))
                    .withGrace(GRACE)
                    .withAddressSpaceBytes(ADDRESS_SPACE))
            .with(environment(folder));
    Result result =
        switch (host.start(command, LineListener.none())) {
          case Started.Refused(String reason) ->
              new Result.Failed("Helm cannot be started: " + reason);
          case Started.Running(Child child) -> await(child, stop, response);
        };
    if (result instanceof Result.Done) {
      classes.learn(folder);
    }
    return result;
  }

  private Map<String, String> environment(Path folder) {
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "HELM_CACHE_HOME", folder.resolve("cache").toString(),
        "HELM_CONFIG_HOME", folder.resolve("config").toString(),
        "HELM_DATA_HOME", folder.resolve("data").toString(),
        "HELM_NO_PLUGINS", "1",
        "MALLOC_ARENA_MAX", "2");
  }

  private static Result await(Child child, Stop stop, Path response) {
    try (var _ = stop.onAsk(() -> child.stop(stop.reason().orElse("stopped")))) {
      return switch (child.await()) {
        case Ended.Exited exited when exited.succeeded() && Files.exists(response) ->
            answer(response);
        case Ended.Exited(int code, var output) ->
            new Result.Failed("Helm ended with code " + code + ": " + lastLine(output.err()));
        case Ended.TimedOut(Duration limit, var _) ->
            new Result.Failed("Helm took longer than " + limit.toSeconds() + " s");
        case Ended.OutputTooLarge(long bytes, var _) ->
            new Result.Failed("Helm wrote more than " + bytes + " bytes");
        case Ended.Stopped(String reason, var _) -> new Result.Stopped(reason);
        case Ended.NotStarted(String reason) -> new Result.Failed(reason);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Stopped("the runner is shutting down");
    }
  }

  private static Result answer(Path file) {
    HelmChild.Response response = Json.read(file, HelmChild.Response.class);
    return response.done()
        ? new Result.Done(response.text(), response.crds())
        : new Result.Failed(response.text());
  }

  private static String lastLine(String text) {
    // of a stack trace the first line tells, of anything else the last
    return text.lines()
        .filter(line -> line.startsWith("Exception in thread") || line.startsWith("fatal error:"))
        .findFirst()
        .or(() -> text.lines().filter(line -> !line.isBlank()).reduce((_, last) -> last))
        .orElse("it said nothing");
  }
}
