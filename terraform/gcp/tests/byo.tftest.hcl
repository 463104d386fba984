# A network of the customer's: it is used, and nothing in it is made or changed at its level.

mock_provider "google" {
  override_data {
    target = data.google_project.this
    values = { number = "1234567890" }
  }
  override_data {
    target = data.google_compute_zones.open
    values = { names = ["europe-west3-a", "europe-west3-b", "europe-west3-c"] }
  }
  override_data {
    target = data.google_compute_network.existing[0]
    values = { id = "projects/acme-streaming/global/networks/shared" }
  }
  override_data {
    target = data.google_compute_subnetwork.existing[0]
    values = {
      id                       = "projects/acme-streaming/regions/europe-west3/subnetworks/streaming"
      network                  = "https://www.googleapis.com/compute/v1/projects/acme-streaming/global/networks/shared"
      ip_cidr_range            = "10.1.0.0/24"
      private_ip_google_access = true
      secondary_ip_range = [
        { range_name = "pods", ip_cidr_range = "10.2.0.0/17" },
        { range_name = "services", ip_cidr_range = "10.3.0.0/22" },
      ]
    }
  }
}

variables {
  name         = "acme-prod"
  install_id   = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
  account_id   = "acme-streaming"
  region       = "europe-west3"
  existing_vpc = { vpc_id = "shared", subnet_ids = ["streaming"] }
  control_plane = {
    cidrs = ["203.0.113.0/28"]
  }
}

run "nothing_is_made_at_the_level_of_the_network" {
  command = plan

  assert {
    condition = 0 == sum([
      length(google_compute_network.this), length(google_compute_subnetwork.nodes), length(google_compute_address.way_out),
      length(google_compute_router.this), length(google_compute_router_nat.this), length(google_dns_managed_zone.service),
      length(google_dns_record_set.service), length(google_dns_record_set.services_below),
    ])
    error_message = "a network that is there stays as it is"
  }
  assert {
    condition     = google_container_cluster.this.subnetwork == "projects/acme-streaming/regions/europe-west3/subnetworks/streaming"
    error_message = "the cluster is in the subnet that was given"
  }
  assert {
    condition     = google_compute_firewall.among_nodes_in.source_ranges == toset(["10.1.0.0/24", "10.2.0.0/17"])
    error_message = "nodes and pods of this subnet speak to each other, and nobody else to them"
  }
}

run "a_subnet_that_is_too_small_is_refused" {
  command = plan

  override_data {
    target = data.google_compute_subnetwork.existing[0]
    values = {
      network                  = "https://www.googleapis.com/compute/v1/projects/acme-streaming/global/networks/shared"
      ip_cidr_range            = "10.1.0.0/26"
      private_ip_google_access = true
      secondary_ip_range       = [{ range_name = "pods", ip_cidr_range = "10.2.0.0/17" }, { range_name = "services", ip_cidr_range = "10.3.0.0/22" }]
    }
  }

  expect_failures = [data.google_compute_subnetwork.existing[0]]
}

run "a_subnet_of_another_network_is_refused" {
  command = plan

  override_data {
    target = data.google_compute_subnetwork.existing[0]
    values = {
      network                  = "https://www.googleapis.com/compute/v1/projects/acme-streaming/global/networks/default"
      ip_cidr_range            = "10.1.0.0/24"
      private_ip_google_access = true
      secondary_ip_range       = [{ range_name = "pods", ip_cidr_range = "10.2.0.0/17" }, { range_name = "services", ip_cidr_range = "10.3.0.0/22" }]
    }
  }

  expect_failures = [data.google_compute_subnetwork.existing[0]]
}

run "a_subnet_that_does_not_reach_google_from_inside_is_refused" {
  command = plan

  override_data {
    target = data.google_compute_subnetwork.existing[0]
    values = {
      network                  = "https://www.googleapis.com/compute/v1/projects/acme-streaming/global/networks/shared"
      ip_cidr_range            = "10.1.0.0/24"
      private_ip_google_access = false
      secondary_ip_range       = [{ range_name = "pods", ip_cidr_range = "10.2.0.0/17" }, { range_name = "services", ip_cidr_range = "10.3.0.0/22" }]
    }
  }

  expect_failures = [data.google_compute_subnetwork.existing[0]]
}

run "a_subnet_without_ranges_for_pods_is_refused" {
  command = plan

  override_data {
    target = data.google_compute_subnetwork.existing[0]
    values = {
      network                  = "https://www.googleapis.com/compute/v1/projects/acme-streaming/global/networks/shared"
      ip_cidr_range            = "10.1.0.0/24"
      private_ip_google_access = true
      secondary_ip_range       = [{ range_name = "services", ip_cidr_range = "10.3.0.0/22" }]
    }
  }

  expect_failures = [data.google_compute_subnetwork.existing[0]]
}
