# Bad input, refused before anything is asked or made.

mock_provider "oci" {
  override_data {
    target = data.oci_identity_availability_domains.open
    values = { availability_domains = [
      { compartment_id = "c", id = "1", name = "xyz:EU-FRANKFURT-1-AD-1" },
      { compartment_id = "c", id = "2", name = "xyz:EU-FRANKFURT-1-AD-2" },
      { compartment_id = "c", id = "3", name = "xyz:EU-FRANKFURT-1-AD-3" },
    ] }
  }
  override_data {
    target = data.oci_core_services.open
    values = { services = [
      { cidr_block = "oci-fra-objectstorage", description = "", id = "s1", name = "OCI FRA Object Storage" },
      { cidr_block = "all-fra-services-in-oracle-services-network", description = "", id = "s2", name = "All FRA Services In Oracle Services Network" },
    ] }
  }
  override_data {
    target = data.oci_objectstorage_namespace.this
    values = { namespace = "axyz" }
  }
  override_data {
    target = data.oci_containerengine_cluster_option.this
    values = { kubernetes_versions = ["v1.32.1", "v1.33.1", "v1.33.0"] }
  }
  override_data {
    target = data.oci_containerengine_node_pool_option.this
    values = { sources = [
      { image_id = "older", source_type = "IMAGE", source_name = "Oracle-Linux-8.10-2025.08.31-0-OKE-1.33.1-1300" },
      { image_id = "newest", source_type = "IMAGE", source_name = "Oracle-Linux-8.10-2025.09.16-0-OKE-1.33.1-1330" },
      { image_id = "arm", source_type = "IMAGE", source_name = "Oracle-Linux-8.10-aarch64-2025.09.16-0-OKE-1.33.1-1330" },
      { image_id = "other", source_type = "IMAGE", source_name = "Oracle-Linux-8.10-2025.09.16-0-OKE-1.32.1-1330" },
    ] }
  }
  override_data {
    target = data.oci_containerengine_cluster_kube_config.this
    values = { content = "{clusters: [{cluster: {certificate-authority-data: QUJD}}]}" }
  }
}

mock_provider "oci" {
  alias = "home"
}

variables {
  name           = "acme-prod"
  install_id     = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
  account_id     = "ocid1.tenancy.oc1..aaaa"
  compartment_id = "ocid1.compartment.oc1..bbbb"
  region         = "eu-frankfurt-1"

  vpc = {}
  control_plane = {
    cidrs = ["203.0.113.0/28"]
  }
}

run "a_user_for_a_tenancy" {
  command = plan
  variables {
    account_id = "ocid1.user.oc1..aaaa"
  }
  expect_failures = [var.account_id]
}

run "a_compartment_by_its_name" {
  command = plan
  variables {
    compartment_id = "streaming"
  }
  expect_failures = [var.compartment_id]
}

run "a_region_by_its_key" {
  command = plan
  variables {
    region = "fra"
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
    vpc = { cidr = "10.64.0.0/22" }
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
    target = data.oci_core_subnet.existing["ocid1.subnet.oc1..b"]
    values = { vcn_id = "ocid1.vcn.oc1..a", cidr_block = "10.1.0.0/24", prohibit_public_ip_on_vnic = true }
  }
  variables {
    existing_vpc = { vpc_id = "ocid1.vcn.oc1..a", subnet_ids = ["ocid1.subnet.oc1..b"] }
  }
  expect_failures = [data.oci_identity_availability_domains.open]
}

run "no_network" {
  command = plan
  variables {
    vpc = null
  }
  expect_failures = [data.oci_identity_availability_domains.open]
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
    tags = { "bowline:install" = "mine" }
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

run "tags_that_oracle_does_not_have" {
  command = plan
  variables {
    tags = { "cost.center" = "42" }
  }
  expect_failures = [var.tags]
}

run "a_machine_of_fixed_size" {
  command = plan
  variables {
    system_pool = { instance_type = "VM.Standard2.1" }
  }
  expect_failures = [var.system_pool]
}

run "a_tunnel_that_is_half_of_everything" {
  command = plan
  variables {
    tunnel_cidr = "0.0.0.0/1"
  }
  expect_failures = [var.tunnel_cidr]
}
