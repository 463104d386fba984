package io.bowline.driver.ground;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.probe.Driver;
import io.bowline.driver.aws.AwsDriver;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.azure.AzureDriver;
import io.bowline.driver.azure.AzureHome;
import io.bowline.driver.azure.AzurePlace;
import io.bowline.driver.gcp.GcpDriver;
import io.bowline.driver.gcp.GcpHome;
import io.bowline.driver.gcp.GcpPlace;
import io.bowline.driver.oracle.OracleDriver;
import io.bowline.driver.oracle.OraclePlace;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.model.place.Cloud;
import io.bowline.model.preflight.Seen;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Clouds whose regions are not looked at yet: what the check of credentials finds (rights, and
/// quotas where a cloud tells them), and plainly what nobody looked at.
///
/// @param endpoint in the place of the cloud itself, for tests
/// @param limit for each check
public record OtherGround(Optional<URI> endpoint, Duration limit) {
  private static final Map<String, String> NOT_LOOKED_AT =
      new TreeMap<>(
          Map.of(
              "machines", "which types of machines are offered in which zones",
              "names", "whether the names are free that an install gives",
              "network", "a network of yours: its subnets, ways out, DNS and free addresses",
              "organization", "what policies of your organization refuse"));

  /// What is found with credentials of the cloud.
  ///
  /// @param region where the install shall be; without, no region is looked at by itself
  public List<Seen> look(Configuration credentials, Optional<String> region)
      throws InterruptedException {
    Findings findings = driver(credentials.cloud()).probe(credentials);
    var seen = new ArrayList<Seen>();
    Stream.concat(findings.credentials().stream(), findings.permissions().stream())
        .map(check -> seen(check).by(lines(credentials, check)))
        .forEach(seen::add);
    if (region.isPresent()) {
      room(credentials, region.get()).stream()
          .map(OtherGround::seen)
          .map(one -> named("region." + one.check(), one))
          .forEach(seen::add);
    }
    seen.addAll(unlooked(credentials.cloud()));
    return List.copyOf(seen);
  }

  /// Whether that one region has room for the smallest install.
  private List<Check> room(Configuration credentials, String region) throws InterruptedException {
    try {
      return switch (credentials.cloud()) {
        case AZURE -> AzureHome.open(new AzurePlace(endpoint, limit), credentials).quotas(region);
        case GCP -> GcpHome.open(new GcpPlace(endpoint, limit), credentials).quotas(region);
        // AWS has a look of its own, and an Oracle user's quotas are asked with the rest
        case AWS, ORACLE -> List.of();
      };
    } catch (CloudRefusal refusal) {
      return List.of(Check.inconclusive("quotas", String.valueOf(refusal.getMessage())));
    }
  }

  private static Seen named(String check, Seen seen) {
    return new Seen(check, seen.verdict(), seen.seen(), seen.means(), seen.fix(), seen.commands());
  }

  /// What the cloud's own command line does about it, where it does.
  private static List<String> lines(Configuration credentials, Check check) {
    if (check.result() != Result.FAILED) {
      return List.of();
    }
    return switch (credentials.cloud()) {
      case AZURE ->
          check.name().startsWith("resource provider ")
              ? check.actions().stream()
                  .map(namespace ->
                      "az provider register --namespace %s --subscription %s"
                          .formatted(namespace, credentials.require("subscription_id")))
                  .toList()
              : List.of();
      case GCP ->
          check.name().equals("services") && !check.actions().isEmpty()
              ? List.of("gcloud services enable " + String.join(" ", check.actions()))
              : List.of();
      case AWS, ORACLE -> List.of();
    };
  }

  /// What nobody looked at, one by one.
  public static List<Seen> unlooked(Cloud cloud) {
    return NOT_LOOKED_AT.entrySet().stream()
        .map(one ->
            Seen.unknown(
                one.getKey(),
                "not looked at in %s yet: %s".formatted(cloud.text(), one.getValue()),
                "It is not known whether this is in the way of an install.",
                "Look at it in the cloud's console."))
        .toList();
  }

  private static Seen seen(Check check) {
    String name =
        check.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String means = "An install stops half-way at what is missing.";
    return switch (check.result()) {
      case OK -> Seen.ok(name, check.detail());
      case SKIPPED, INCONCLUSIVE ->
          Seen.unknown(name, "the cloud did not tell" + about(check), means, check.detail());
      case FAILED -> Seen.fail(name, "this is missing" + about(check), means, check.detail());
    };
  }

  private static String about(Check check) {
    return check.actions().isEmpty() ? "" : ": " + String.join(", ", check.actions());
  }

  private Driver driver(Cloud cloud) {
    return switch (cloud) {
      case AWS -> new AwsDriver(new AwsPlace(endpoint, limit));
      case GCP -> new GcpDriver(new GcpPlace(endpoint, limit));
      case ORACLE -> new OracleDriver(new OraclePlace(endpoint, limit));
      case AZURE -> new AzureDriver(new AzurePlace(endpoint, limit));
    };
  }
}
