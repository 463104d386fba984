# Bad input, refused before anything is asked or made.

mock_provider "google" {
  override_data {
    target = data.google_project.this
    values = { number = "1234567890" }
  }
  override_data {
    target = data.google_compute_zones.open
    values = { names = ["europe-west3-a", "europe-west3-b", "europe-west3-c"] }
  }
}

variables {
  name       = "acme-prod"
  install_id = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
  account_id = "acme-streaming"
  region     = "europe-west3"
  vpc        = {}
  control_plane = {
    cidrs = ["203.0.113.0/28"]
  }
}

run "a_project_by_its_number" {
  command = plan
  variables {
    account_id = "1234567890"
  }
  expect_failures = [var.account_id]
}

run "a_zone_for_a_region" {
  command = plan
  variables {
    region = "europe-west3-a"
  }
  expect_failures = [var.region]
}

run "a_name_too_long" {
  command = plan
  variables {
    name = "a-name-that-is-longer-than-it-may"
  }
  expect_failures = [var.name]
}

run "a_name_with_capitals" {
  command = plan
  variables {
    name = "Acme"
  }
  expect_failures = [var.name]
}

run "an_install_without_an_id" {
  command = plan
  variables {
    install_id = "acme-prod"
  }
  expect_failures = [var.install_id]
}

run "a_network_too_small" {
  command = plan
  variables {
    vpc = { cidr = "10.64.0.0/21" }
  }
  expect_failures = [var.vpc]
}

run "addresses_that_are_none" {
  command = plan
  variables {
    vpc = { cidr = "10.64.0.0.0/16" }
  }
  expect_failures = [var.vpc]
}

run "addresses_of_another_family" {
  command = plan
  variables {
    vpc = { cidr = "fd00::/16" }
  }
  expect_failures = [var.vpc]
}

run "one_zone" {
  command = plan
  variables {
    vpc = { zones = 1 }
  }
  expect_failures = [var.vpc]
}

run "two_networks_at_once" {
  command = plan
  override_data {
    target = data.google_compute_subnetwork.existing[0]
    values = {
      network                  = "https://www.googleapis.com/compute/v1/projects/acme-streaming/global/networks/shared"
      ip_cidr_range            = "10.1.0.0/24"
      private_ip_google_access = true
      secondary_ip_range = [
        { range_name = "pods", ip_cidr_range = "10.2.0.0/17" },
        { range_name = "services", ip_cidr_range = "10.3.0.0/22" },
      ]
    }
  }
  variables {
    existing_vpc = { vpc_id = "shared", subnet_ids = ["streaming"] }
  }
  expect_failures = [data.google_project.this]
}

run "no_network" {
  command = plan
  variables {
    vpc = null
  }
  expect_failures = [data.google_project.this]
}

run "a_way_out_to_everywhere" {
  command = plan
  variables {
    control_plane = { cidrs = ["0.0.0.0/0"] }
  }
  expect_failures = [var.control_plane]
}

run "a_declared_destination_that_is_everything" {
  command = plan
  variables {
    egress = [{ what = "all", cidr = "0.0.0.0/0", port = 443 }]
  }
  expect_failures = [var.egress]
}

run "tags_that_are_taken" {
  command = plan
  variables {
    tags = { bowline-install = "mine" }
  }
  expect_failures = [var.tags]
}

run "an_open_kubernetes" {
  command = plan
  variables {
    cluster_access_cidrs = ["0.0.0.0/0"]
  }
  expect_failures = [var.cluster_access_cidrs]
}

run "labels_that_google_does_not_have" {
  command = plan
  variables {
    tags = { Owner = "Somebody" }
  }
  expect_failures = [var.tags]
}

run "everybody_as_installer" {
  command = plan
  variables {
    installer_access = "allAuthenticatedUsers"
  }
  expect_failures = [var.installer_access]
}

run "google_by_addresses_of_anybody" {
  command = plan
  variables {
    google_services_cidr = "199.36.0.0/16"
  }
  expect_failures = [var.google_services_cidr]
}

run "two_subnets_of_one_region" {
  command = plan
  variables {
    vpc          = null
    existing_vpc = { vpc_id = "shared", subnet_ids = ["streaming", "others"] }
  }
  expect_failures = [var.existing_vpc]
}

run "a_tunnel_that_is_half_of_everything" {
  command = plan
  variables {
    tunnel_cidr = "0.0.0.0/1"
  }
  expect_failures = [var.tunnel_cidr]
}
