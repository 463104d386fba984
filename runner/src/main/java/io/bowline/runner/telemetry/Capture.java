package io.bowline.runner.telemetry;

import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.StepEvent;
import io.bowline.model.release.ComponentName;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.telemetry.redact.Redaction;
import io.bowline.runner.telemetry.spool.Spool;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Logs on request: only of the components asked for, only until the time asked for, on this
/// machine's clock (invariant 9).
public final class Capture implements JobHandler {
  private static final Logger LOG = Logger.getLogger(Capture.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(25);

  private final KubernetesClient cluster;
  private final Workloads workloads;
  private final Spool spool;
  private final Supplier<Redaction> redaction;
  private final InstantSource clock;

  /// Captures into a spool.
  ///
  /// @param redaction asked for at the beginning of each capture
  public Capture(
      KubernetesClient cluster,
      Workloads workloads,
      Spool spool,
      Supplier<Redaction> redaction,
      InstantSource clock) {
    this.cluster = cluster;
    this.workloads = workloads;
    this.spool = spool;
    this.redaction = redaction;
    this.clock = clock;
  }

  @Override
  public JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal steps)
      throws InterruptedException {
    if (!(assignment.spec() instanceof JobSpec.CaptureLogs request)) {
      throw new IllegalArgumentException("not a capture: " + assignment.spec().kind());
    }
    Optional<Failure> refused = judge(request);
    if (refused.isPresent()) {
      return JobEnd.failed(refused.get());
    }
    Redaction rules;
    try {
      rules = redaction.get();
    } catch (IllegalArgumentException e) {
      return JobEnd.failed(new Failure("redaction-refused", String.valueOf(e.getMessage()), false));
    }
    var lines = new LineBuffer(spool, rules, request.capture(), request.until());
    capture(request, lines, progress, cancellation);
    return JobEnd.done(new JobReport.Captured(lines.kept(), lines.dropped()));
  }

  /// What the control plane may ask for is bounded here, where the logs are.
  private Optional<Failure> judge(JobSpec.CaptureLogs request) {
    if (request.components().isEmpty()) {
      return Optional.of(
          new Failure("capture-unscoped", "a capture must name the components it is for", false));
    }
    if (request.until().isAfter(clock.instant().plus(LONGEST))) {
      return Optional.of(
          new Failure(
              "capture-too-long",
              "a capture must end within " + LONGEST.toHours() + " hours, this runner's clock says",
              false));
    }
    return Optional.empty();
  }

  private void capture(
      JobSpec.CaptureLogs request, LineBuffer lines, Progress progress, Cancellation cancellation)
      throws InterruptedException {
    var stop = new CountDownLatch(1);
    progress.say("capture", StepEvent.State.RUNNING, "capturing until " + request.until());
    try (var _ = cancellation.whenAsked(_ -> stop.countDown());
        var follower = new Follower(lines)) {
      while (clock.instant().isBefore(request.until())) {
        follower.follow(request);
        lines.flush();
        Duration left = Duration.between(clock.instant(), request.until());
        Duration pause = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
        if (stop.await(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    lines.close();
    progress.say(
        "capture",
        StepEvent.State.SUCCEEDED,
        "%d lines captured; %d secrets masked".formatted(lines.kept(), lines.masked()));
  }

  /// Reads the containers that are there, one thread each, until it is closed.
  private final class Follower implements AutoCloseable {
    private final LineBuffer lines;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<PodLines.Container, PodLines.Start> readUntil = new ConcurrentHashMap<>();
    private final Set<PodLines.Container> reading = ConcurrentHashMap.newKeySet();
    private final Set<LogWatch> open = ConcurrentHashMap.newKeySet();

    Follower(LineBuffer lines) {
      this.lines = lines;
    }

    void follow(JobSpec.CaptureLogs request) {
      var wanted = new HashSet<>(request.components());
      for (Workload workload : workloads.now()) {
        if (wanted.contains(workload.component())) {
          pods(workload, request.since());
        }
      }
    }

    private void pods(Workload workload, Instant since) {
      try {
        for (Pod pod :
            cluster
                .pods()
                .inNamespace(workload.namespace())
                .withLabels(workload.podLabels())
                .list()
                .getItems()) {
          pod.getSpec()
              .getContainers()
              .forEach(container ->
                  begin(
                      workload.component(),
                      new PodLines.Container(
                          workload.namespace(), pod.getMetadata().getName(), container.getName()),
                      since));
        }
      } catch (KubernetesClientException e) {
        LOG.warnf("The pods of %s cannot be listed now: %s", workload.component(), e.getMessage());
      }
    }

    private void begin(ComponentName component, PodLines.Container container, Instant since) {
      if (reading.add(container)) {
        threads.execute(() -> {
          try {
            read(component, container, start(container, since));
          } finally {
            reading.remove(container);
          }
        });
      }
    }

    /// Where it was left, also by an earlier process.
    private PodLines.Start start(PodLines.Container container, Instant since) {
      return readUntil.computeIfAbsent(
          container, _ -> lines.start(container).orElseGet(() -> PodLines.Start.after(since)));
    }

    private void read(ComponentName component, PodLines.Container container, PodLines.Start start) {
      var parser =
          new PodLines(
              component,
              container,
              start,
              (line, atThatTime) -> lines.add(container, line, atThatTime));
      try (LogWatch watch =
          cluster
              .pods()
              .inNamespace(container.namespace())
              .withName(container.pod())
              .inContainer(container.name())
              .usingTimestamps()
              .sinceTime(start.time().truncatedTo(ChronoUnit.SECONDS).toString())
              .watchLog()) {
        open.add(watch);
        try (InputStream output = watch.getOutput()) {
          parser.read(output);
        } finally {
          open.remove(watch);
          readUntil.put(container, parser.next());
        }
      } catch (IOException | KubernetesClientException e) {
        // not started yet, gone, or cut: the next look takes it up where it stopped
        LOG.debugf("The log of %s ended: %s", container, e.getMessage());
      }
    }

    @Override
    public void close() {
      threads.shutdown();
      open.forEach(LogWatch::close);
      threads.shutdownNow();
      threads.close();
    }
  }
}
