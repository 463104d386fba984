package io.bowline.cli.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.cloud.form.CredentialForm;
import io.bowline.cloud.form.Reading;
import io.bowline.cloud.preflight.Nearness;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.ground.AwsGround;
import io.bowline.driver.aws.ground.SignedInAs;
import io.bowline.driver.aws.ground.Wish;
import io.bowline.driver.ground.OtherGround;
import io.bowline.model.place.Cloud;
import io.bowline.model.preflight.Seen;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// Which cloud is asked, and about what. What it is asked with stays on this machine.
final class CloudOptions {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String NAME = "[a-z][a-z0-9-]{1,22}[a-z0-9]";
  private static final String REGION = "[a-z0-9-]{3,40}";

  @Option(
      names = "--cloud",
      paramLabel = "CLOUD",
      description = "Ask this cloud, too: aws, with what AWS's own tools are signed in with here.")
  private Optional<String> cloud = Optional.empty();

  @Option(names = "--region", paramLabel = "REGION", description = "Where the install shall be.")
  private Optional<String> region = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The install's name, after which everything is called.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      description = "The account that the install is bound to.")
  private Optional<String> account = Optional.empty();

  @Option(
      names = "--vpc",
      paramLabel = "VPC",
      description = "A network of yours that it shall be in; without, one is made.")
  private Optional<String> vpc = Optional.empty();

  @Option(
      names = "--subnet",
      paramLabel = "SUBNET",
      description =
          "A subnet of it; repeatable. Without, those with the tag kubernetes.io/role/internal-elb.")
  private List<String> subnets = List.of();

  @Option(
      names = "--machine",
      paramLabel = "TYPE",
      description = "A type of machine that it takes; repeatable (${DEFAULT-VALUE}).",
      defaultValue = "m6i.large")
  private List<String> machines = List.of();

  @Option(
      names = "--role",
      paramLabel = "ARN",
      description = "The role or user under which it is made, when that is not who is signed in.")
  private Optional<String> role = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description = "Of AWS's own configuration, to sign in with.")
  private Optional<String> profile = Optional.empty();

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "For gcp, azure and oci: what a fleet provider of that cloud is configured with, in JSON.")
  private Optional<Path> credentials = Optional.empty();

  @Option(
      names = "--source-region",
      paramLabel = "REGION",
      description = "Where the sources of its data are.")
  private Optional<String> source = Optional.empty();

  boolean any() {
    return cloud.isPresent() || source.isPresent();
  }

  List<Seen> look(Shell shell) throws InterruptedException {
    var seen = new ArrayList<Seen>();
    if (cloud.isPresent()) {
      Cloud asked =
          Cloud.parse(cloud.get())
              .orElseThrow(() ->
                  new CliFailure(
                      Exit.USAGE, "--cloud must be aws, azure, gcp or oci, not " + cloud.get()));
      seen.addAll(asked == Cloud.AWS ? aws(shell) : other(shell, asked));
    }
    if (source.isPresent()) {
      seen.add(Nearness.look(source.get(), needed(region, "--region", REGION)));
    }
    return seen;
  }

  private List<Seen> aws(Shell shell) throws InterruptedException {
    var wish =
        new Wish(
            needed(name, "--name", NAME),
            account,
            needed(region, "--region", REGION),
            network(),
            machines,
            role,
            false);
    Optional<URI> endpoint = shell.variable("AWS_ENDPOINT_URL").map(URI::create);
    try (var ground =
        new AwsGround(
            new AwsPlace(endpoint, LIMIT), SignedInAs.found(shell.environment(), profile), wish)) {
      return ground.look();
    }
  }

  private Wish.Network network() {
    if (vpc.isEmpty() && !subnets.isEmpty()) {
      throw new CliFailure(Exit.USAGE, "--subnet goes with --vpc, the network that it is in");
    }
    return vpc.<Wish.Network>map(id -> new Wish.Network.Yours(id, subnets))
        .orElseGet(Wish.Network.Made::new);
  }

  private List<Seen> other(Shell shell, Cloud asked) throws InterruptedException {
    if (credentials.isEmpty()) {
      return OtherGround.unlooked(asked);
    }
    JsonNode file = read(shell.path(credentials.get()));
    var sent = new LinkedHashMap<String, JsonNode>();
    file.properties().forEach(field -> sent.put(field.getKey(), field.getValue()));
    return switch (CredentialForm.read(asked, sent)) {
      case Reading.Good(var configuration) ->
          new OtherGround(Optional.empty(), LIMIT)
              .look(configuration, region.map(_ -> needed(region, "--region", REGION)));
      case Reading.Refused(var complaints) ->
          throw new CliFailure(
              Exit.USAGE,
              "--credentials: "
                  + complaints.stream()
                      .map(one -> one.field() + " " + one.message())
                      .collect(Collectors.joining("; ")));
    };
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      // what a reader of JSON says may quote a key
      throw new CliFailure(Exit.USAGE, "cannot read " + file + " as JSON");
    }
  }

  private static String needed(Optional<String> value, String option, String form) {
    return value
        .filter(text -> text.matches(form))
        .orElseThrow(() ->
            new CliFailure(
                Exit.USAGE,
                value
                    .map(text -> "%s %s is none".formatted(option, text))
                    .orElse(option + " is missing")));
  }
}
