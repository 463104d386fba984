package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.driver.gcp.GcpHome;
import io.bowline.driver.gcp.GcpPlace;
import io.bowline.driver.state.StateStore;
import io.bowline.model.probe.Check;
import io.bowline.runner.step.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A project of Google Cloud.
record GcpSite(ProvisionGrant grant, GcpHome home, GcpPlace place) implements Site {
  static GcpSite open(GcpPlace place, ProvisionGrant grant) throws InterruptedException {
    return new GcpSite(grant, GcpHome.open(place, grant.provider()), place);
  }

  @Override
  public String account() {
    return home.project();
  }

  @Override
  public StateStore store() {
    return home.bucket(grant.bucket(), grant.region());
  }

  @Override
  public List<Check> quotas() throws InterruptedException {
    return home.quotas(grant.region());
  }

  @Override
  public CloudModule module() {
    return CloudModule.of("gcp");
  }

  @Override
  public Lookup lookup() {
    String prefix = "bowline-" + grant.variables().path("name").asText();
    String project = "projects/" + home.project();
    String regional = project + "/regions/" + grant.region();
    String located = project + "/locations/" + grant.region();
    String ring =
        "%s/keyRings/%s-%s".formatted(located, prefix, grant.fleet().toString().substring(0, 8));
    return Lookup.plain(
        Map.of(
            "google_kms_key_ring.this", ring,
            "google_kms_crypto_key.this", ring + "/cryptoKeys/" + prefix,
            "google_container_cluster.this", located + "/clusters/" + prefix,
            "google_container_node_pool.system",
                "%s/clusters/%s/nodePools/system".formatted(located, prefix),
            "google_compute_network.this[0]", project + "/global/networks/" + prefix,
            "google_compute_subnetwork.nodes[0]", regional + "/subnetworks/" + prefix + "-nodes",
            "google_compute_address.way_out[0]", regional + "/addresses/" + prefix,
            "google_compute_router.this[0]", regional + "/routers/" + prefix,
            "google_artifact_registry_repository.this", located + "/repositories/" + prefix),
        // giving a role again changes nothing
        Set.of("_iam_member."));
  }

  @Override
  public List<String> leftBehind() {
    return List.of(
        "the key ring of the fleet and its key, which Google never deletes; the key's versions are"
            + " destroyed 30 days after they were asked to");
  }

  @Override
  public Terms terms() {
    var environment = new TreeMap<String, String>();
    environment.put("GOOGLE_CREDENTIALS", file());
    environment.put("GOOGLE_PROJECT", home.project());
    environment.put("GOOGLE_REGION", grant.region());
    environment.put("GCE_METADATA_HOST", "metadata.invalid");
    return new Terms(variables(), Map.of(Terms.BACKEND, backend()), environment, secrets());
  }

  private JsonNode variables() {
    ObjectNode all = grant.variables().deepCopy();
    all.put("account_id", home.project()).put("region", grant.region());
    all.put("install_id", grant.fleet().toString())
        .put("installer_access", "serviceAccount:" + home.email());
    return all;
  }

  private JsonNode backend() {
    ObjectNode tree = Json.object();
    ObjectNode gcs = tree.putObject("terraform").putObject("backend").putObject("gcs");
    gcs.put("bucket", grant.bucket());
    place
        .endpoint()
        .ifPresent(at -> gcs.put("storage_custom_endpoint", at.resolve("/storage/v1/").toString()));
    return tree;
  }

  private String file() {
    return grant.provider().require("service_account_json");
  }

  /// The file, and the key in it as anybody may print it.
  private Set<String> secrets() {
    JsonNode file = Json.tree(file());
    var secrets = new HashSet<>(Set.of(file(), file.path("private_key").asText()));
    file.path("private_key").asText().lines().filter(GcpSite::isKey).forEach(secrets::add);
    secrets.add(file.path("private_key_id").asText());
    return secrets;
  }

  private static boolean isKey(String line) {
    return !line.isBlank() && !line.startsWith("-----");
  }

  /// Nothing of the credentials.
  @Override
  public String toString() {
    return "GcpSite[" + home.project() + ", " + grant.region() + "]";
  }
}
