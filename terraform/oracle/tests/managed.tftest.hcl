# A network of our making: what is in it, and what may leave it.

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
    cidrs = ["203.0.113.0/28", "198.51.100.7/32"]
  }
}

run "one_network_one_cluster_one_registry" {
  command = plan

  assert {
    condition     = length(oci_core_vcn.this) == 1 && oci_core_subnet.nodes[0].cidr_block == "10.64.0.0/17" && oci_core_subnet.api[0].cidr_block == "10.64.128.0/28"
    error_message = "one network, half of it for nodes"
  }
  assert {
    condition     = oci_core_subnet.nodes[0].prohibit_public_ip_on_vnic && oci_core_subnet.api[0].prohibit_public_ip_on_vnic
    error_message = "nothing has an address outside"
  }
  assert {
    condition     = length(oci_core_default_security_list.this[0].ingress_security_rules) == 0 && length(oci_core_default_security_list.this[0].egress_security_rules) == 0
    error_message = "the list that the network is born with lets nothing through"
  }
  assert {
    condition     = length(oci_core_internet_gateway.api) == 0
    error_message = "nothing can come in from outside"
  }
}

run "the_newest_patch_and_its_newest_image" {
  command = plan

  assert {
    condition     = oci_containerengine_cluster.this.kubernetes_version == "v1.33.1" && oci_containerengine_node_pool.system.node_source_details[0].image_id == "newest"
    error_message = "v1.33.1 and the image that Oracle made last for it, for this kind of processor"
  }
}

run "a_version_that_oracle_does_not_have" {
  command = plan
  variables {
    kubernetes_version = "1.20"
  }
  expect_failures = [oci_containerengine_cluster.this]
}

run "the_api_is_inside_unless_somebody_is_named" {
  command = plan

  assert {
    condition     = oci_containerengine_cluster.this.endpoint_config[0].is_public_ip_enabled == false && length(oci_core_network_security_group_security_rule.cluster_access) == 0
    error_message = "the Kubernetes API is inside"
  }
}

run "the_api_is_opened_to_who_is_named" {
  command = plan

  variables {
    cluster_access_cidrs = ["192.0.2.0/24"]
  }

  assert {
    condition     = [for rule in oci_core_network_security_group_security_rule.cluster_access : "${rule.source} ${rule.tcp_options[0].destination_port_range[0].min}"] == ["192.0.2.0/24 6443"]
    error_message = "6443 from there"
  }
  assert {
    condition     = oci_core_subnet.api[0].prohibit_public_ip_on_vnic == false && oci_core_subnet.nodes[0].prohibit_public_ip_on_vnic
    error_message = "an address outside for the API alone"
  }
}

run "nodes_reach_the_control_plane_on_four_ports_and_nothing_else_outside" {
  command = plan

  assert {
    condition = toset([for rule in oci_core_network_security_group_security_rule.control_plane : "${rule.destination} ${rule.protocol} ${rule.tcp_options[0].destination_port_range[0].min}-${rule.tcp_options[0].destination_port_range[0].max}"]) == toset(flatten([
      for cidr in ["203.0.113.0/28", "198.51.100.7/32"] : [for port in [443, 8433, 9090, 9701] : "${cidr} 6 ${port}-${port}"]
    ]))
    error_message = "443, 8433, 9090 and 9701 to the control plane"
  }
  assert {
    condition     = alltrue([for rule in oci_core_network_security_group_security_rule.services : rule.destination == "all-fra-services-in-oracle-services-network" && rule.destination_type == "SERVICE_CIDR_BLOCK"])
    error_message = "Oracle's services inside their network"
  }
  assert {
    condition     = length(oci_core_network_security_group_security_rule.tunnel) == 0 && length(oci_core_network_security_group_security_rule.declared) == 0
    error_message = "no tunnel and no source was declared"
  }
}

run "the_tunnel_comes_in_on_two_ports" {
  command = plan

  variables {
    tunnel_cidr = "100.64.0.0/24"
  }

  assert {
    condition     = [for rule in oci_core_network_security_group_security_rule.tunnel_in : "${rule.source} ${rule.protocol} ${rule.tcp_options[0].destination_port_range[0].min}-${rule.tcp_options[0].destination_port_range[0].max}"] == ["100.64.0.0/24 6 443-443", "100.64.0.0/24 6 9094-9094"]
    error_message = "443 and 9094, from the tunnel"
  }
}

run "what_is_declared_is_opened" {
  command = plan

  variables {
    control_plane = {
      cidrs  = ["203.0.113.0/28"]
      tunnel = { cidr = "203.0.113.1/32", port = 51820 }
    }
    egress = [{ what = "Orders database", cidr = "192.0.2.10/32", port = 5432 }]
  }

  assert {
    condition     = oci_core_network_security_group_security_rule.tunnel[0].protocol == "17" && oci_core_network_security_group_security_rule.tunnel[0].udp_options[0].destination_port_range[0].min == 51820
    error_message = "the tunnel's one port"
  }
  assert {
    condition     = [for rule in oci_core_network_security_group_security_rule.declared : "${rule.description}: ${rule.destination} ${rule.tcp_options[0].destination_port_range[0].min}"] == ["Orders database: 192.0.2.10/32 5432"]
    error_message = "the declared database"
  }
}

run "images_are_private_scanned_and_never_overwritten" {
  command = plan

  assert {
    condition     = oci_artifacts_container_repository.runner.is_immutable && !oci_artifacts_container_repository.runner.is_public
    error_message = "private, immutable"
  }
  assert {
    condition     = oci_vulnerability_scanning_container_scan_target.this.target_registry[0].repositories == tolist(["bowline-acme-prod/runner"])
    error_message = "scanned"
  }
}

run "in_the_root_of_the_tenancy_policies_say_so" {
  command = plan

  variables {
    compartment_id = null
  }

  assert {
    condition     = oci_identity_policy.cluster.compartment_id == "ocid1.tenancy.oc1..aaaa"
    error_message = "policies are written in the root"
  }
}
