# A network of the customer's: it is used, and nothing in it is made or changed at its level.

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
  override_data {
    target = data.oci_core_vcn.existing[0]
    values = { cidr_blocks = ["10.1.0.0/16"] }
  }
  override_data {
    target = data.oci_core_subnet.existing["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]
    values = { vcn_id = "ocid1.vcn.oc1.eu-frankfurt-1.cccc", cidr_block = "10.1.0.0/24", prohibit_public_ip_on_vnic = true }
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

  existing_vpc = {
    vpc_id     = "ocid1.vcn.oc1.eu-frankfurt-1.cccc"
    subnet_ids = ["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]
  }
  control_plane = {
    cidrs = ["203.0.113.0/28"]
  }
}

run "nothing_is_made_at_the_level_of_the_network" {
  command = plan

  assert {
    condition = 0 == sum([
      length(oci_core_vcn.this), length(oci_core_subnet.nodes), length(oci_core_subnet.api), length(oci_core_nat_gateway.this),
      length(oci_core_service_gateway.this), length(oci_core_internet_gateway.api), length(oci_core_route_table.private),
      length(oci_core_route_table.api), length(oci_core_default_security_list.this),
    ])
    error_message = "a network that is there stays as it is"
  }
  assert {
    condition     = oci_containerengine_cluster.this.endpoint_config[0].subnet_id == "ocid1.subnet.oc1.eu-frankfurt-1.dddd"
    error_message = "the API is in the nodes' subnet where none was given for it"
  }
  assert {
    condition     = toset([for place in oci_containerengine_node_pool.system.node_config_details[0].placement_configs : place.subnet_id]) == toset(["ocid1.subnet.oc1.eu-frankfurt-1.dddd"])
    error_message = "nodes are in the subnet that was given"
  }
}

run "a_subnet_that_is_too_small_is_refused" {
  command = plan

  override_data {
    target = data.oci_core_subnet.existing["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]
    values = { vcn_id = "ocid1.vcn.oc1.eu-frankfurt-1.cccc", cidr_block = "10.1.0.0/26", prohibit_public_ip_on_vnic = true }
  }

  expect_failures = [data.oci_core_subnet.existing["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]]
}

run "a_subnet_of_another_network_is_refused" {
  command = plan

  override_data {
    target = data.oci_core_subnet.existing["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]
    values = { vcn_id = "ocid1.vcn.oc1.eu-frankfurt-1.ffff", cidr_block = "10.1.0.0/24", prohibit_public_ip_on_vnic = true }
  }

  expect_failures = [data.oci_core_subnet.existing["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]]
}

run "a_subnet_with_addresses_outside_is_refused" {
  command = plan

  override_data {
    target = data.oci_core_subnet.existing["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]
    values = { vcn_id = "ocid1.vcn.oc1.eu-frankfurt-1.cccc", cidr_block = "10.1.0.0/24", prohibit_public_ip_on_vnic = false }
  }

  expect_failures = [data.oci_core_subnet.existing["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]]
}
