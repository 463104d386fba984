package io.bowline.runner.step.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Failure;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.MirroredImage;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.Executor;
import io.bowline.runner.step.Fence;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.FrozenTree;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.Stop;
import io.bowline.runner.step.image.flow.Patience;
import io.bowline.runner.step.image.flow.RegistryException;
import io.bowline.runner.step.image.scan.ScanGate;
import io.bowline.runner.step.image.scan.ScanPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Syncs a release's images into the customer's registry.
///
/// What is there is found by digest, so the step relies on nothing that could change between
/// approval and apply, and a repeated one does nothing twice.
public final class ImageExecutor implements Executor {
  private static final String IMAGES = "images.json";
  private static final int MOST_NAMED = 10;

  private final Supplier<RegistryAccess> vendor;
  private final Supplier<CustomerRegistry> customer;
  private final TransferTerms terms;
  private final RandomGenerator random;
  private final Clock clock;
  private final Checkpoints checkpoints;
  private final Fence fence;

  /// @param vendor the control plane's registry; asked for at each step, since it is known only
  ///   after enrollment
  public ImageExecutor(
      Supplier<RegistryAccess> vendor,
      Supplier<CustomerRegistry> customer,
      TransferTerms terms,
      RandomGenerator random,
      Clock clock,
      Checkpoints checkpoints,
      Fence fence) {
    this.checkpoints = checkpoints;
    this.fence = fence;
    this.vendor = vendor;
    this.customer = customer;
    this.terms = terms;
    this.random = random;
    this.clock = clock;
  }

  /// Who looks after the images that this executor brings.
  public ImageKeeper keeper() {
    return new ImageKeeper(customer, terms, random, clock);
  }

  @Override
  public StepKind kind() {
    return StepKind.IMAGE;
  }

  /// Freezes the list of images, and looks which of them are missing.
  public Draft draft(List<MirroredImage> images, Path frozen) {
    CustomerRegistry registry = customer.get();
    ObjectNode document = Json.object();
    var list = document.putArray("images");
    for (MirroredImage image : images) {
      list.addObject()
          .put("name", image.name())
          .put("source", image.source())
          .put("repository", image.repository())
          .put("digest", image.digest().toString());
    }
    Json.writeDurably(frozen.resolve(IMAGES), document);
    List<MirroredImage> missing = missing(images, registry);
    requireScanned(images.stream().filter(image -> !missing.contains(image)).toList(), registry);
    List<String> diff =
        missing.stream().map(image -> "+ image " + registry.reference(image)).toList();
    StepAction action = missing.isEmpty() ? StepAction.NONE : StepAction.CREATE;
    return new Draft(action, FrozenTree.digest(frozen), diff);
  }

  /// What is there already is not copied, and so is judged when a plan is made.
  private void requireScanned(List<MirroredImage> there, CustomerRegistry registry) {
    try {
      Optional<Failure> against =
          gate(registry, registry.scans().get().atOnce())
              .judge(scanned(registry, there), new Stop(), _ -> {});
      if (against.isPresent()) {
        throw new StepException(against.get());
      }
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  /// Images are named by digest: nothing else is relied on.
  @Override
  public Optional<String> moved(FrozenStep step, StepContext context) {
    return Optional.empty();
  }

  @Override
  public StepOutcome apply(FrozenStep step, boolean begun, StepContext context) {
    List<MirroredImage> images = images(step);
    CustomerRegistry registry = customer.get();
    ImageTransfer transfer = transfer(registry);
    List<ImageCopy> copies = images.stream().map(registry::copy).toList();
    fence.check();
    try (var _ = context.stop().onAsk(transfer::stop)) {
      StepOutcome copied = judged(transfer.copy(copies, watcher(context)));
      return copied instanceof StepOutcome.Done ? scanned(copied, images, context) : copied;
    } catch (InterruptedException e) {
      return new StepOutcome.Stopped(context.stop().reason().orElse("the runner stops"));
    }
  }

  /// What is there now is looked at as the customer's registry does that, where their policy asks.
  private StepOutcome scanned(StepOutcome copied, List<MirroredImage> images, StepContext context)
      throws InterruptedException {
    CustomerRegistry registry = customer.get();
    Optional<Failure> against =
        gate(registry, registry.scans().get())
            .judge(scanned(registry, images), context.stop(), context::say);
    if (context.stop().reason().isPresent()) {
      return new StepOutcome.Stopped(context.stop().reason().get());
    }
    return against.<StepOutcome>map(StepOutcome.Failed::new).orElse(copied);
  }

  private static List<ScanGate.Scanned> scanned(
      CustomerRegistry registry, List<MirroredImage> images) {
    return images.stream()
        .map(image -> new ScanGate.Scanned(registry.repository(image), image.digest()))
        .toList();
  }

  private ScanGate gate(CustomerRegistry registry, ScanPolicy policy) {
    var patience = new Patience(terms.briefly().patience(), random, clock);
    var client = new RegistryClient(registry.access(), terms.briefly(), patience, clock);
    return new ScanGate(policy, new Shelf(client));
  }

  /// An image that is there is healthy.
  @Override
  public StepOutcome awaitHealth(FrozenStep step, StepContext context) {
    return new StepOutcome.Done("images need no time to become healthy");
  }

  @Override
  public StepOutcome settle(FrozenStep step, StepContext context) {
    return new StepOutcome.Done("images of earlier releases stay, for a return to them");
  }

  @Override
  public StepOutcome putBack(FrozenStep step, StepContext context) {
    return new StepOutcome.Done("synced images stay: nothing runs them by itself");
  }

  private ImageTransfer transfer(CustomerRegistry registry) {
    RegistryAccess source = vendor.get();
    try {
      TransferTerms those = terms.choosing(terms.choice().within(source.platforms()));
      return new ImageTransfer(source, registry.access(), those, random, clock, checkpoints);
    } catch (IllegalArgumentException e) {
      throw new StepException(
          new Failure(
              "release-layout",
              "in the layout " + e.getMessage() + ": export the release with these, too",
              false),
          e);
    }
  }

  private List<MirroredImage> missing(List<MirroredImage> images, CustomerRegistry registry) {
    List<ImageCopy> copies = images.stream().map(registry::copy).toList();
    try {
      List<Boolean> there = transfer(registry).present(copies);
      var missing = new ArrayList<MirroredImage>();
      for (int i = 0; i < images.size(); i++) {
        if (!there.get(i)) {
          missing.add(images.get(i));
        }
      }
      return missing;
    } catch (RegistryException e) {
      String code = e.isKeptBack() ? ScanGate.BLOCKED : "customer-registry";
      throw new StepException(new Failure(code, e.reason(), !e.lasts()), e);
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  private static StepException stopped(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StepException(
        new Failure("stopped", "stopped while looking which images are there", true), e);
  }

  private static ImageTransfer.Watcher watcher(StepContext context) {
    return new ImageTransfer.Watcher() {
      @Override
      public void over(CopyResult result) {
        say(context, result);
      }

      @Override
      public void progress(TransferReport.Progress progress) {
        context.say(progress.toString());
      }
    };
  }

  private static void say(StepContext context, CopyResult result) {
    switch (result) {
      case CopyResult.Copied copied -> {
        context.say("synced " + copied.copy().targetRepository());
        with(copied).ifPresent(context::say);
        copied.without().forEach(what -> context.say("not brought along: " + what));
      }
      case CopyResult.Unchanged same -> context.say("present " + same.copy().targetRepository());
      case CopyResult.Refused refused -> context.say(refused.reason());
      case CopyResult.Blocked blocked -> context.say(blocked.reason());
      case CopyResult.Failed failed -> context.say(failed.reason());
    }
  }

  /// Which signatures, bills of materials and the like came along, the first of them by name.
  private static Optional<String> with(CopyResult.Copied copied) {
    List<CopyResult.Companion> all = copied.with();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String more = all.size() > MOST_NAMED ? ", and " + (all.size() - MOST_NAMED) + " more" : "";
    return Optional.of(
        "with %s: %s%s"
            .formatted(
                copied.copy().targetRepository(),
                all.stream()
                    .limit(MOST_NAMED)
                    .map(CopyResult.Companion::toString)
                    .collect(Collectors.joining(", ")),
                more));
  }

  private static StepOutcome judged(TransferReport report) {
    var blocked = new ArrayList<String>();
    var refused = new ArrayList<String>();
    var failed = new ArrayList<String>();
    int copied = 0;
    for (CopyResult result : report.results()) {
      switch (result) {
        case CopyResult.Copied _ -> copied++;
        case CopyResult.Unchanged _ -> {}
        case CopyResult.Blocked(_, String reason) -> blocked.add(reason);
        case CopyResult.Refused(_, String reason) -> refused.add(reason);
        case CopyResult.Failed(_, String reason) -> failed.add(reason);
      }
    }
    if (!blocked.isEmpty()) {
      return StepOutcome.failed(ScanGate.BLOCKED, String.join("; ", blocked));
    }
    if (!refused.isEmpty()) {
      return StepOutcome.failed("image-refused", String.join("; ", refused));
    }
    if (!failed.isEmpty()) {
      return new StepOutcome.Failed(new Failure("image-sync", String.join("; ", failed), true));
    }
    return new StepOutcome.Done(
        "%d images synced, %d were there; %s in %d requests"
            .formatted(
                copied,
                report.results().size() - copied,
                TransferReport.Progress.megabytes(report.bytes()),
                report.requests()));
  }

  /// The images of a frozen step.
  public static List<MirroredImage> images(FrozenStep step) {
    var images = new ArrayList<MirroredImage>();
    for (JsonNode image : Json.read(step.frozen().resolve(IMAGES)).path("images")) {
      images.add(
          new MirroredImage(
              image.path("name").asText(),
              image.path("source").asText(),
              image.path("repository").asText(),
              Digest.parse(image.path("digest").asText())));
    }
    return images;
  }
}
