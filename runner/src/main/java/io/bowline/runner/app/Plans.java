package io.bowline.runner.app;

import io.bowline.model.id.InstallId;
import io.bowline.release.chart.CustomerRegistry;
import io.bowline.release.chart.HelmLibrary;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.runner.egress.Catalogue;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.egress.Withheld;
import io.bowline.runner.finding.Board;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Workspaces;
import io.bowline.runner.hosted.HostedRoom;
import io.bowline.runner.lease.Holder;
import io.bowline.runner.lease.InstallLease;
import io.bowline.runner.lease.LeaseTerms;
import io.bowline.runner.lease.LeasedJob;
import io.bowline.runner.link.Credentials;
import io.bowline.runner.plan.ApplyJob;
import io.bowline.runner.plan.Executors;
import io.bowline.runner.plan.ImageWatch;
import io.bowline.runner.plan.InspectJob;
import io.bowline.runner.plan.InstalledParts;
import io.bowline.runner.plan.PlanJob;
import io.bowline.runner.plan.PlanRoom;
import io.bowline.runner.plan.PlanSettings;
import io.bowline.runner.plan.UninstallJob;
import io.bowline.runner.platform.StateFolder;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.helm.ChildHelm;
import io.bowline.runner.step.helm.HelmExecutor;
import io.bowline.runner.step.image.ImageExecutor;
import io.bowline.runner.step.image.ImageKeeper;
import io.bowline.runner.step.image.Registries;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.step.image.RegistrySettings;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.HealthWatch;
import io.bowline.runner.step.kube.Inventory;
import io.bowline.runner.step.kube.KubeExecutor;
import io.bowline.runner.step.kube.PodIdentity;
import io.bowline.runner.step.terraform.TerraformExecutor;
import io.bowline.runner.step.terraform.TerraformTool;
import io.bowline.runner.telemetry.CustomerRules;
import io.bowline.runner.telemetry.Installed;
import io.bowline.runner.telemetry.redact.RedactionFile;
import io.bowline.runner.trust.Gatekeeper;
import io.bowline.runner.trust.RegistryReleases;
import io.bowline.runner.work.JobKind;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Makes the room of plans and the jobs that are done in it.
@Singleton
public final class Plans {
  /// Variables by which Terraform's providers find the runner's own identity in a cloud.
  private static final Pattern CLOUD =
      Pattern.compile("(AWS|AZURE|ARM|GOOGLE|CLOUDSDK|OCI)_[A-Z0-9_]+");

  @Produces
  @Singleton
  PlanRoom room(
      PlanSettings settings,
      RegistrySettings registry,
      StateFolder state,
      Supplier<Executors> executors,
      Credentials credentials,
      VendorRegistry vendor,
      Clock clock) {
    Path trustRoot = settings.trustRoot().orElseGet(() -> state.path().resolve("trust-root.json"));
    return new PlanRoom(
        state.room("plan"),
        executors,
        new Gatekeeper(
            new RegistryReleases(() -> client(vendor.access())), trustRoot, state.room("trust")),
        () -> chartRegistry(registry),
        () -> install(credentials),
        settings.policy(),
        registry.keepReleases(),
        clock);
  }

  @Produces
  @Singleton
  Supplier<Cluster> cluster(PlanSettings settings, StateFolder state) {
    return new Once<>(() -> {
      Path folder = state.room("plan");
      FolderCopy.ensure(folder);
      return Cluster.open(settings.kubeconfig().orElseGet(() -> PodIdentity.writeInto(folder)));
    });
  }

  @Produces
  @Singleton
  Supplier<InstallLease> lease(
      PlanSettings settings,
      StateFolder state,
      Supplier<Cluster> cluster,
      RandomGenerator random,
      Clock clock) {
    return new Once<>(() ->
        new InstallLease(
            cluster.get(),
            settings.namespace(),
            Holder.in(state.room("lease"), random),
            LeaseTerms.usual(),
            clock));
  }

  @Produces
  @Singleton
  Supplier<Executors> executors(
      PlanSettings settings,
      StateFolder state,
      Host host,
      Workspaces workspaces,
      ImageExecutor images,
      Supplier<InstallLease> lease,
      Clock clock) {
    return new Once<>(() -> {
      Path folder = state.room("plan");
      Cluster cluster = lease.get().fenced();
      Path kubeconfig = cluster.kubeconfig();
      var helm = new ChildHelm(host, workspaces, kubeconfig, HelmLibrary.usualFolder());
      Path mirror = settings.terraformMirror().orElseGet(() -> folder.resolve("no-providers"));
      var home =
          new TerraformExecutor.Home(
              TerraformTool.find(host, mirror, cloud()),
              settings.namespace(),
              folder.resolve("terraform"));
      ImageKeeper keeper = images.keeper();
      var health = new HealthWatch(cluster, HealthWatch.Terms.USUAL, keeper::verdict);
      return new Executors(
          cluster,
          helm,
          images,
          new HelmExecutor(cluster, helm, health),
          new TerraformExecutor(cluster, host, home, clock),
          new KubeExecutor(cluster, new Inventory(cluster, settings.namespace()), health),
          keeper,
          settings.namespace());
    });
  }

  @Produces
  @Singleton
  Installed installed(PlanRoom room) {
    return new InstalledParts(room);
  }

  @Produces
  @Singleton
  CustomerRules rules(PlanSettings settings) {
    return () -> RedactionFile.read(settings.policy());
  }

  @Produces
  @Singleton
  Egress egress(PlanSettings settings) {
    return new Egress(Catalogue.whole(), new Withheld(settings.policy()));
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(
      name = HostedRoom.ROLE,
      stringValue = HostedRoom.HOSTED,
      lookupIfMissing = true)
  JobKind plan(PlanRoom room, Supplier<InstallLease> lease, Host host) {
    return new JobKind("plan", new LeasedJob(lease, host, new PlanJob(room)));
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(
      name = HostedRoom.ROLE,
      stringValue = HostedRoom.HOSTED,
      lookupIfMissing = true)
  ImageWatch images(PlanRoom room, Board board, PlanSettings settings) {
    return new ImageWatch(room, board, settings.checkImagesEvery());
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(
      name = HostedRoom.ROLE,
      stringValue = HostedRoom.HOSTED,
      lookupIfMissing = true)
  JobKind apply(PlanRoom room, Supplier<InstallLease> lease, Host host, ImageWatch images) {
    return new JobKind("apply", images.after(new LeasedJob(lease, host, new ApplyJob(room))));
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(
      name = HostedRoom.ROLE,
      stringValue = HostedRoom.HOSTED,
      lookupIfMissing = true)
  JobKind inspect(PlanRoom room, ImageWatch images) {
    return new JobKind("inspect", images.after(new InspectJob(room)));
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(
      name = HostedRoom.ROLE,
      stringValue = HostedRoom.HOSTED,
      lookupIfMissing = true)
  JobKind uninstall(PlanRoom room, Supplier<InstallLease> lease, Host host, ImageWatch images) {
    return new JobKind(
        "uninstall", images.after(new LeasedJob(lease, host, new UninstallJob(room))));
  }

  private static RegistryClient client(RegistryAccess vendor) {
    return new RegistryClient(vendor.client(), vendor.base(), new Login.Anonymous());
  }

  private static CustomerRegistry chartRegistry(RegistrySettings settings) {
    return new CustomerRegistry(Registries.pulledFrom(settings), settings.prefix());
  }

  private static InstallId install(Credentials credentials) {
    return credentials
        .identity()
        .orElseThrow(() -> new IllegalStateException("this runner is not enrolled yet"))
        .install();
  }

  private static Map<String, String> cloud() {
    var cloud = new TreeMap<String, String>();
    System.getenv()
        .forEach((name, value) -> {
          if (CLOUD.matcher(name).matches()) {
            cloud.put(name, value);
          }
        });
    return cloud;
  }

  /// Makes something when it is first wanted: the cluster may come up after the runner.
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> make;
    private Optional<T> made = Optional.empty();

    Once(Supplier<T> make) {
      this.make = make;
    }

    @Override
    public synchronized T get() {
      T it = made.orElseGet(make);
      made = Optional.of(it);
      return it;
    }
  }
}
