package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.belonging.Named;
import io.bowline.model.finding.Finding;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.plan.SignedApproval;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.ProviderFile;
import io.bowline.release.chart.HelmLibrary;
import io.bowline.release.cosign.CosignStore;
import io.bowline.release.cosign.Evidence;
import io.bowline.release.publish.Pulled;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.TrustRoot;
import io.bowline.runner.finding.Board;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Workspaces;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.plan.SampleBundle.DeskWork;
import io.bowline.runner.plan.SampleBundle.Edit;
import io.bowline.runner.step.Fence;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.TestInstall;
import io.bowline.runner.step.helm.ChildHelm;
import io.bowline.runner.step.helm.HelmExecutor;
import io.bowline.runner.step.image.Checkpoints;
import io.bowline.runner.step.image.CustomerRegistry;
import io.bowline.runner.step.image.ImageExecutor;
import io.bowline.runner.step.image.ImageKeeper;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.step.image.TransferTerms;
import io.bowline.runner.step.image.login.Credentials;
import io.bowline.runner.step.kube.HealthWatch;
import io.bowline.runner.step.kube.Inventory;
import io.bowline.runner.step.kube.KubeExecutor;
import io.bowline.runner.step.terraform.TerraformExecutor;
import io.bowline.runner.step.terraform.TerraformTool;
import io.bowline.runner.trust.Gatekeeper;
import io.bowline.runner.trust.ReleaseSource;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.StepJournal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One install and the sample product, without a control plane: plans and applies by hand.
final class PlanStory implements AutoCloseable {
  /// Where the story plays.
  record Place(Path kubeconfig, RegistryAccess vendor, CustomerRegistry customer, Digest image) {}

  final TestInstall install;
  final List<String> said = Collections.synchronizedList(new ArrayList<>());
  final InstallId installId = new InstallId(new UUID(1, 2));
  final Path policy;
  private final Map<Digest, Pulled> releases = new HashMap<>();
  private final Map<String, Digest> images = new HashMap<>();
  private final Map<String, Runnable> reactions = new ConcurrentHashMap<>();
  private Place place;
  private final SigningKey key = SigningKey.generate();
  private final PlanRoom room;
  private final Path folder;
  private final Digest image;
  private long plans;

  PlanStory(Place place, Path folder) throws IOException {
    this.folder = folder;
    this.place = place;
    FolderCopy.ensure(folder);
    image = place.image();
    install = new TestInstall(place.kubeconfig(), folder);
    policy = folder.resolve("policy.yaml");
    Files.writeString(policy, "mode: auto\n");
    Path trust = folder.resolve("trust-root.json");
    Files.write(trust, new TrustRoot(1, "acme/streaming", List.of(key.publicKey())).write());
    Executors executors = executors(place);
    room =
        new PlanRoom(
            folder.resolve("state"),
            () -> executors,
            new Gatekeeper(source(), trust, folder.resolve("trust")),
            () ->
                new io.bowline.release.chart.CustomerRegistry(
                    place.customer().pulledFrom(), place.customer().prefix()),
            () -> installId,
            Optional.of(policy),
            2,
            Clock.systemUTC());
  }

  /// Releases that this story published by hand, and signatures of the vendor's registry.
  private ReleaseSource source() {
    return new ReleaseSource() {
      @Override
      public Pulled pull(String repository, Digest release) throws IOException {
        return releases.containsKey(release)
            ? PlanStory.this.pull(release)
            : new ReleaseStore(vendor(), repository).pull(release);
      }

      @Override
      public void provider(String repository, ProviderFile provider, OutputStream out)
          throws IOException {
        vendor().copyBlob(repository, provider.layer().digest(), provider.layer().size(), out);
      }

      @Override
      public List<Evidence> of(String repository, Digest image) throws IOException {
        return new CosignStore(vendor(), repository).of(image);
      }
    };
  }

  private Executors executors(Place place) throws IOException {
    var cluster = install.cluster();
    var helm =
        new ChildHelm(
            new Host(),
            new Workspaces(folder.resolve("children")),
            place.kubeconfig(),
            HelmLibrary.usualFolder());
    var home =
        new TerraformExecutor.Home(
            TerraformTool.find(new Host(), folder.resolve("mirror"), Map.of()),
            install.namespace(),
            folder.resolve("terraform"));
    var keeper =
        new ImageKeeper(place::customer, TransferTerms.usual(), new Random(1), Clock.systemUTC());
    var health =
        new HealthWatch(
            cluster,
            new HealthWatch.Terms(Duration.ofSeconds(1), Duration.ofSeconds(3)),
            keeper::verdict);
    return new Executors(
        cluster,
        helm,
        new ImageExecutor(
            () -> this.place.vendor(),
            place::customer,
            TransferTerms.usual(),
            new Random(1),
            Clock.systemUTC(),
            Checkpoints.none(),
            Fence.OPEN),
        new HelmExecutor(cluster, helm, health),
        new TerraformExecutor(cluster, new Host(), home, Clock.systemUTC()),
        new KubeExecutor(cluster, new Inventory(cluster, install.namespace()), health),
        keeper,
        own());
  }

  private RegistryClient vendor() {
    return new RegistryClient(
        place.vendor().client(), place.vendor().base(), new Login.Anonymous());
  }

  /// From now on releases and images come from elsewhere.
  void takeFrom(RegistryAccess vendor) {
    place = new Place(place.kubeconfig(), vendor, place.customer(), place.image());
  }

  /// Publishes a version of the sample, in this story's own namespace.
  Digest publish(String version, Edit... edits) throws IOException {
    return publish(version, _ -> {}, edits);
  }

  /// The same after some work on the author's folder.
  Digest publish(String version, DeskWork work, Edit... edits) throws IOException {
    Path copy = folder.resolve("author-" + releases.size());
    SampleBundle.draft(copy, version, install.namespace(), List.of(edits));
    work.on(new AuthorDesk(copy));
    return publish(
        SampleBundle.packed(copy, (name, _) -> Optional.of(images.getOrDefault(name, image))));
  }

  /// Publishes what no author's tool would have packed.
  Digest publish(Bundle bundle) {
    releases.put(bundle.digest(), new Pulled(bundle, List.of(SampleBundle.sign(bundle, key))));
    return bundle.digest();
  }

  /// Moves a release to a registry; from then on it comes from where the images come from.
  void moveTo(RegistryClient registry, Digest release) throws IOException {
    Pulled pulled = pull(release);
    var store = new ReleaseStore(registry, pulled.bundle().release().product());
    store.push(pulled.bundle());
    for (byte[] envelope : pulled.envelopes()) {
      Digest _ = store.attach(pulled.bundle(), envelope);
    }
    releases.remove(release);
  }

  /// Takes the signatures off a release.
  void strip(Digest release) {
    releases.put(release, new Pulled(releases.get(release).bundle(), List.of()));
  }

  /// Puts an image of its own into the vendor's registry.
  Digest vendorImage(String repository, String tag) throws IOException {
    RegistryClient registry = vendor();
    Digest digest = SampleImage.put(registry, repository, tag);
    images.put(repository, digest);
    return digest;
  }

  /// Signs the sample's image, or another one of this story, in the vendor's registry.
  void signImage(String repository, SigningKey signer) throws IOException {
    RegistryClient registry = vendor();
    boolean _ =
        new CosignStore(registry, repository)
            .sign(
                images.getOrDefault(repository, image),
                registry.authority() + "/" + repository,
                signer);
  }

  /// Where Bowline itself is in the cluster.
  String own() {
    return install.namespace() + "-own";
  }

  /// An image of this story as a pod names it that runs it from the customer's registry.
  String atTheCustomers(String repository) {
    CustomerRegistry customer = place.customer();
    return "%s/%s/%s@%s"
        .formatted(customer.pulledFrom(), customer.prefix(), repository, images.get(repository));
  }

  /// Deletes an image from the customer's registry, as a person there may do.
  void dropFromCustomer(String repository) {
    CustomerRegistry customer = place.customer();
    String path = "/v2/" + customer.prefix() + "/" + repository + "/manifests/";
    var request =
        HttpRequest.newBuilder(customer.access().base().resolve(path + images.get(repository)))
            .DELETE();
    try {
      if (customer.access().login().isPresent()) {
        Credentials shown = customer.access().login().get().credentials();
        request.header("Authorization", shown.basic());
      }
      int status =
          customer
              .access()
              .client()
              .send(request.build(), HttpResponse.BodyHandlers.discarding())
              .statusCode();
      assertThat(status).isEqualTo(202);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Runs when a line is said that begins so; the step that says it waits.
  void when(String line, Runnable what) {
    reactions.put(line, what);
  }

  void forget() {
    said.clear();
    reactions.clear();
  }

  private Pulled pull(Digest digest) throws IOException {
    Pulled pulled = releases.get(digest);
    if (pulled == null) {
      throw new IOException("no such release");
    }
    return pulled;
  }

  JobEnd plan(Digest release, int stage) throws InterruptedException {
    return plan(release, stage, Map.of());
  }

  JobEnd plan(Digest release, int stage, Map<String, String> inputs) throws InterruptedException {
    var spec =
        new JobSpec.MakePlan(
            new PlanId(new UUID(7, ++plans)), "acme/streaming", release, stage, inputs);
    return job(new PlanJob(room), spec, new MemoryJournal());
  }

  JobEnd apply(JobReport.Planned planned) throws InterruptedException {
    return apply(planned, Optional.empty(), new MemoryJournal());
  }

  JobEnd apply(JobReport.Planned planned, Optional<SignedApproval> approval, StepJournal journal)
      throws InterruptedException {
    var spec = new JobSpec.ApplyPlan(planned.plan().id(), planned.plan().digest(), approval);
    return job(new ApplyJob(room), spec, journal);
  }

  JobEnd inspect() throws InterruptedException {
    return job(new InspectJob(room), new JobSpec.Inspect(), new MemoryJournal());
  }

  /// Looks at the images that run, as between jobs.
  ImageWatch watch(Board board) {
    return new ImageWatch(room, board, Duration.ofHours(1));
  }

  /// What the runner finds about the images that run.
  List<Finding> found() {
    return new RunningImages(room.executors().get()).found(room.record().components());
  }

  JobEnd uninstall(String... erase) throws InterruptedException {
    plans++; // a job of its own
    Set<Named> names = Stream.of(erase).map(Named::parse).collect(Collectors.toUnmodifiableSet());
    return job(new UninstallJob(room), new JobSpec.Uninstall(names), new MemoryJournal());
  }

  /// Plans and applies every stage.
  JobEnd rollOut(Digest release) throws InterruptedException {
    int stage = 1;
    while (true) {
      JobEnd planned = plan(release, stage++);
      if (!(planned.report() instanceof JobReport.Planned report)) {
        return planned;
      }
      JobEnd applied = apply(report);
      if (report.plan().deferred().isEmpty() || !(applied.outcome() instanceof Outcome.Done)) {
        return applied;
      }
    }
  }

  /// What a runner of this install does.
  Map<String, JobHandler> handlers() {
    return Map.of("plan", new PlanJob(room), "apply", new ApplyJob(room));
  }

  Path planFolder(JobReport.Planned planned) {
    return room.planFolder(planned.plan().id());
  }

  private JobEnd job(JobHandler handler, JobSpec spec, StepJournal journal)
      throws InterruptedException {
    var assignment = new Assignment(new JobId(new UUID(9, plans)), 1, 1, spec, "");
    return handler.handle(
        assignment,
        (step, state, message) -> heard(step + " " + state + " " + message),
        new Cancellation(),
        journal);
  }

  private void heard(String line) {
    said.add(line);
    reactions.forEach((start, what) -> {
      if (line.startsWith(start)) {
        what.run();
      }
    });
  }

  @Override
  public void close() {
    install.close();
  }
}
