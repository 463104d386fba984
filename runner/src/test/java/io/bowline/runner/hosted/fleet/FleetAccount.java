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
import io.bowline.runner.step.terraform.TerraformTool;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.NoSteps;
import io.bowline.testkit.aws.EmulatedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A hosted runner's jobs of cloud fleets, in an account that was not written here.
final class FleetAccount implements AutoCloseable {
  static final FleetId FLEET = new FleetId(new UUID(7, 7));
  static final String BUCKET = ProvisionGrant.bucketOf(FLEET);
  static final String REGION = "eu-central-1";

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Path PROVIDERS = Path.of("/opt/tf-plugins");

  final EmulatedAccount account;
  final Path state;

  /// What people were told, one line a call: step, state, message.
  final List<String> said = new CopyOnWriteArrayList<>();

  /// The same as it comes.
  final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /// What the vendor's runner is handed; its secret may be in nothing else.
  final EmulatedAccount.AccessKey key;

  private FleetAccount(EmulatedAccount account, Path state) throws IOException {
    this.account = account;
    this.state = state;
    this.key = account.user("bowline");
  }

  /// Skips the test by name where the provider of AWS is not on this machine.
  static FleetAccount open(Path state) throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(PROVIDERS.resolve("registry.terraform.io/hashicorp/aws")),
        "part terraform-provider-aws is not on this machine");
    return new FleetAccount(EmulatedAccount.open(), state);
  }

  AwsPlace place() {
    return new AwsPlace(Optional.of(account.address()), LIMIT);
  }

  Configuration provider() {
    return new Configuration(
        Cloud.AWS, Map.of("aws_access_key", key.id(), "aws_access_secret", key.secret()));
  }

  ProvisionGrant grant() {
    ObjectNode variables = JsonNodeFactory.instance.objectNode().put("name", "big-lake");
    variables.putObject("vpc");
    variables.putObject("control_plane").putArray("cidrs").add("203.0.113.0/28");
    return new ProvisionGrant(FLEET, provider(), REGION, BUCKET, variables);
  }

  /// The job as a runner does it; a new process each time, as far as memory goes.
  JobEnd does(FleetErrand errand, Cancellation cancellation) throws Exception {
    var host = new Host();
    var tools =
        new FleetWork.Tools(
            host,
            TerraformTool.find(host, PROVIDERS, Map.of()),
            new Workspaces(state.resolve("workspaces")),
            state.resolve("fleets"),
            new Sites(
                place(),
                new GcpPlace(Optional.empty(), LIMIT),
                new AzurePlace(Optional.empty(), LIMIT),
                new OraclePlace(Optional.empty(), LIMIT),
                new SecureRandom()),
            Clock.systemUTC());
    var job = new CredentialedJob(this::handedOver, new FleetWork(tools, errand));
    return job.handle(
        new Assignment(
            new JobId(new UUID(0, 1)), 3, 1, new JobSpec.FleetWork(errand, FLEET, 1), ""),
        (step, was, message) -> {
          said.add(step + " " + was + " " + message);
          heard.add(message);
        },
        cancellation,
        new NoSteps());
  }

  JobEnd does(FleetErrand errand) throws Exception {
    return does(errand, new Cancellation());
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
