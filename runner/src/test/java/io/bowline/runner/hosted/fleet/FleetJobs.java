package io.bowline.runner.hosted.fleet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.azure.AzurePlace;
import io.bowline.driver.gcp.GcpPlace;
import io.bowline.driver.oracle.OraclePlace;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobSpec;
import io.bowline.model.place.Cloud;
import io.bowline.proto.handover.Credential;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.handover.Purpose;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Workspaces;
import io.bowline.runner.hosted.CredentialedJob;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.terraform.TerraformTool;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.NoSteps;
import io.bowline.testkit.cloud.StateRoom;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A hosted runner's jobs of one fleet in one account; a new process each time, as far as memory
/// goes.
final class FleetJobs implements AutoCloseable {
  static final FleetId FLEET = new FleetId(new UUID(7, 7));

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path state;
  private final Account account;
  private final UnaryOperator<CloudModule> modules;
  private final Path providers;

  /// What people were told, one line a call: step, state, message.
  private final List<String> said = new CopyOnWriteArrayList<>();

  /// Whose account it is.
  interface Account extends AutoCloseable {
    Configuration provider();

    URI address();

    String region();

    /// What a module is told that it is bound to.
    String id();

    StateRoom room();

    List<String> secrets();

    @Override
    void close();
  }

  /// @param modules what stands in for the module of the cloud
  /// @param providers folder where Terraform finds them
  FleetJobs(Path state, Account account, UnaryOperator<CloudModule> modules, Path providers) {
    this.state = state;
    this.account = account;
    this.modules = modules;
    this.providers = providers;
  }

  Sites sites() {
    var at = Optional.of(account.address());
    return new Sites(
        new AwsPlace(at, LIMIT),
        new GcpPlace(at, LIMIT),
        new AzurePlace(at, LIMIT),
        new OraclePlace(at, LIMIT),
        new SecureRandom());
  }

  ProvisionGrant grant() {
    ObjectNode variables = JsonNodeFactory.instance.objectNode().put("name", "big-lake");
    variables.putObject("vpc");
    variables.putObject("control_plane").putArray("cidrs").add("203.0.113.0/28");
    variables.putArray("cluster_access_cidrs").add("203.0.113.0/28");
    if (account.provider().cloud() == Cloud.ORACLE) {
      variables.put("compartment_id", FleetCloud.COMPARTMENT);
    }
    return new ProvisionGrant(
        FLEET, account.provider(), account.region(), ProvisionGrant.bucketOf(FLEET), variables);
  }

  JobEnd does(FleetErrand errand) throws Exception {
    var host = new Host();
    var tools =
        new FleetWork.Tools(
            host,
            TerraformTool.find(host, providers, Map.of()),
            new Workspaces(state.resolve("workspaces")),
            state.resolve("fleets"),
            sites(),
            Clock.systemUTC());
    var job = new CredentialedJob(this::handedOver, new FleetWork(tools, errand, modules));
    return job.handle(
        new Assignment(
            new JobId(new UUID(0, 1)), 3, 1, new JobSpec.FleetWork(errand, FLEET, 1), ""),
        (step, was, message) -> said.add(step + " " + was + " " + message),
        new Cancellation(),
        new NoSteps());
  }

  private Credential handedOver(Assignment to) {
    try {
      HandoverKey key = HandoverKey.make();
      var purpose = new Purpose(new OrgId(new UUID(9, 9)), to.job(), to.epoch());
      return key.open(HandoverKey.seal(key.publicKey(), purpose, grant().document()), purpose);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As if a run of this machine had been killed while it held the record's lock.
  ///
  /// @param note with places for who and when
  void killedHolding(String note) throws IOException {
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    String now = Instant.now().toString();
    Json.write(
        state.resolve("fleets").resolve(FLEET.toString()).resolve("running.json"),
        Map.of("host", host, "since", now));
    account.room().lock(note.formatted("root@" + host, now));
  }

  List<String> said() {
    return said;
  }

  String id() {
    return account.id();
  }

  StateRoom room() {
    return account.room();
  }

  List<String> secrets() {
    return account.secrets();
  }

  /// All that is in the state folder, names and contents.
  String everyFile() throws IOException {
    var all = new StringBuilder();
    try (Stream<Path> files = Files.walk(state).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        all.append(file).append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Override
  public void close() {
    account.close();
  }
}
