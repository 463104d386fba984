package io.bowline.runner.hosted.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.gcp.GcpPlace;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a killed run has made, found again.
class LookupTest {
  @TempDir Path folder;

  @Test
  void whatWasBegunInGoogleCloudIsLookedForByItsName() throws Exception {
    try (var cloud = new FleetCloud(Cloud.GCP)) {
      var jobs = new FleetJobs(folder, cloud, module -> module, folder);
      var place = new GcpPlace(Optional.of(cloud.address()), Duration.ofSeconds(30));
      try (GcpSite site = GcpSite.open(place, jobs.grant())) {
        Lookup lookup = site.lookup();
        assertThat(lookup.byName("google_container_cluster.this"))
            .contains("projects/acme-streaming/locations/europe-west3/clusters/bowline-big-lake");
        assertThat(lookup.byName("google_dns_record_set.service[\"gcr.io\"]")).isEmpty();
        assertThat(lookup.byId(Map.of(), "google_project_iam_member.nodes[\"a\"]", "x")).isEmpty();
        assertThat(lookup.byId(Map.of(), "google_compute_network.this[0]", "x")).contains("x");
      }
    }
  }

  @Test
  void everyAddressThatIsLookedForIsOneOfItsModule() throws IOException {
    Map<String, List<String>> looked =
        Map.of(
            "gcp",
            List.of(
                "google_kms_key_ring.this",
                "google_kms_crypto_key.this",
                "google_container_cluster.this",
                "google_container_node_pool.system",
                "google_compute_network.this",
                "google_compute_subnetwork.nodes",
                "google_compute_address.way_out",
                "google_compute_router.this",
                "google_artifact_registry_repository.this"),
            "azure",
            List.of(
                "azapi_resource.group",
                "azapi_resource.cluster",
                "azapi_resource.way_out",
                "azapi_resource.nat",
                "azapi_resource.network"));
    for (Map.Entry<String, List<String>> cloud : looked.entrySet()) {
      String module = module(cloud.getKey());
      for (String address : cloud.getValue()) {
        assertThat(module)
            .contains("resource \"%s\" \"%s\"".formatted((Object[]) address.split("\\.")));
      }
    }
  }

  private static String module(String cloud) throws IOException {
    var all = new StringBuilder();
    for (String file : PackagedModule.FILES) {
      try (InputStream in = PackagedModule.class.getResourceAsStream(cloud + "/" + file)) {
        all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }

  @Test
  void aRuleOfAGroupInOraclesCloudIsLeftToItsGroup() {
    Lookup lookup = Lookup.plain(Map.of(), Set.of("_security_rule."));
    String rule = "oci_core_network_security_group_security_rule.tunnel[0]";
    assertThat(lookup.byId(Map.of(), rule, "A1B2C3")).isEmpty();
    assertThat(lookup.byId(Map.of(), "oci_core_vcn.this[0]", "ocid1.vcn")).contains("ocid1.vcn");
  }
}
