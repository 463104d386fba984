package io.bowline.terraform;

import io.bowline.testkit.terraform.GoogleLayer;
import io.bowline.testkit.terraform.StandIn;
import java.util.Set;

/// The base layer in Google Cloud keeps the contract of all clouds.
class GoogleModuleTest extends BaseLayerContract {
  static final CloudModule MODULE =
      new CloudModule(
          "gcp",
          """
          account_id = "acme-streaming"
          region     = "europe-west3"
          """,
          """
          {
            vpc_id     = "shared"
            subnet_ids = ["streaming"]
          }\
          """,
          """
          system_pool = { instance_type = "n2-standard-2", nodes = 1 }
          """,
          new StandIn(
              "google",
              """
              {
                "data.google_project": [{"then": {"number": "1234567890"}}],
                "data.google_compute_zones": [{"then": {"names": ["a", "b", "c", "d"]}}],
                "data.google_compute_network": [{"then": {
                  "id": "projects/acme-streaming/global/networks/shared"}}],
                "data.google_compute_subnetwork": [{"then": {
                  "id": "projects/acme-streaming/regions/europe-west3/subnetworks/streaming",
                  "network": "https://www.googleapis.com/compute/v1/projects/acme-streaming/global/networks/shared",
                  "ip_cidr_range": "10.1.0.0/24", "private_ip_google_access": true,
                  "secondary_ip_range": [
                    {"range_name": "pods", "ip_cidr_range": "10.2.0.0/17"},
                    {"range_name": "services", "ip_cidr_range": "10.3.0.0/22"}]}}]
              }
              """),
          Set.of("region", "google_services_cidr"),
          Set.of("runner_service_account", "node_service_account"),
          Set.of(),
          Set.of(),
          GoogleLayer::of);

  GoogleModuleTest() {
    super(MODULE);
  }
}
