package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.driver.oracle.OracleHome;
import io.bowline.driver.oracle.OraclePlace;
import io.bowline.driver.state.RecordStore;
import io.bowline.driver.state.StateStore;
import io.bowline.model.probe.Check;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A compartment of Oracle's cloud. Terraform's record goes through this process into its bucket.
record OracleSite(ProvisionGrant grant, OracleHome home, RecordStore bucket, RecordDoor door)
    implements Site {
  private static final String COMPARTMENT = "compartment_id";

  static OracleSite open(OraclePlace place, ProvisionGrant grant, RandomGenerator random)
      throws InterruptedException {
    String compartment = grant.variables().path(COMPARTMENT).asText();
    OracleHome home = OracleHome.open(place, grant.provider(), grant.region(), compartment);
    RecordStore bucket = home.bucket(grant.bucket());
    return new OracleSite(grant, home, bucket, RecordDoor.open(bucket, random));
  }

  @Override
  public String account() {
    return home.compartment();
  }

  @Override
  public StateStore store() {
    return bucket;
  }

  @Override
  public List<Check> quotas() throws InterruptedException {
    return home.quotas();
  }

  @Override
  public CloudModule module() {
    return CloudModule.of("oracle");
  }

  @Override
  public Lookup lookup() {
    // names are nobody's own there; a rule goes with its group
    return Lookup.plain(Map.of(), Set.of("_security_rule."));
  }

  @Override
  public List<String> leftBehind() {
    return List.of(
        "the vault of the fleet and its key, which Oracle deletes 30 days after it was asked to",
        "repositories that the fleet's runner made in the compartment's registry, with their images"
            + " (bowline-%s/...)".formatted(grant.variables().path("name").asText()));
  }

  @Override
  public Terms terms() {
    var environment = new TreeMap<>(home.credentials());
    environment.putAll(door.environment());
    return new Terms(
        variables(), Map.of(Terms.BACKEND, door.backend()), environment, secrets(environment));
  }

  private JsonNode variables() {
    ObjectNode all = grant.variables().deepCopy();
    all.put("account_id", home.tenancy()).put(COMPARTMENT, home.compartment());
    return all.put("region", grant.region()).put("install_id", grant.fleet().toString());
  }

  /// The key as anybody may print it, and what opens the way to the record.
  private Set<String> secrets(Map<String, String> environment) {
    String key = environment.getOrDefault("OCI_PRIVATE_KEY", "");
    var secrets = new HashSet<>(Set.of(key, door.password()));
    key.lines().filter(line -> !line.startsWith("-----")).forEach(secrets::add);
    grant.provider().find("passphrase").ifPresent(secrets::add);
    return secrets;
  }

  @Override
  public void close() {
    door.close();
  }

  /// Nothing of the credentials.
  @Override
  public String toString() {
    return "OracleSite[" + home.compartment() + ", " + grant.region() + "]";
  }
}
