# A network of our making: what is in it, and what may leave it.

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
    cidrs = ["203.0.113.0/28", "198.51.100.7/32"]
  }
}

run "one_network_one_cluster_one_registry" {
  command = plan

  assert {
    condition     = length(google_compute_network.this) == 1 && google_compute_network.this[0].auto_create_subnetworks == false
    error_message = "one network, without the subnets that Google makes by itself"
  }
  assert {
    condition     = google_compute_subnetwork.nodes[0].ip_cidr_range == "10.64.0.0/18" && [for range in google_compute_subnetwork.nodes[0].secondary_ip_range : range.ip_cidr_range] == ["10.64.128.0/17", "10.64.64.0/20"]
    error_message = "nodes, pods and services share the one range and do not overlap"
  }
  assert {
    condition     = length(google_container_cluster.this.node_locations) == 3 && length(google_container_node_pool.system.node_locations) == 2
    error_message = "a cluster in three zones, and its two first nodes in two of them"
  }
}

run "whoever_makes_the_cluster_gets_no_rights_in_it" {
  command = plan

  assert {
    condition     = length(google_project_iam_member.installer) == 0
    error_message = "nobody is let in who was not named"
  }
  assert {
    condition     = google_container_cluster.this.private_cluster_config[0].enable_private_endpoint && google_container_cluster.this.private_cluster_config[0].enable_private_nodes
    error_message = "the Kubernetes API and the nodes are inside"
  }
  assert {
    condition     = google_container_cluster.this.enable_legacy_abac == false && google_container_cluster.this.master_auth[0].client_certificate_config[0].issue_client_certificate == false
    error_message = "no rights but those of IAM"
  }
}

run "nodes_reach_the_control_plane_on_four_ports_and_nothing_else_outside" {
  command = plan

  assert {
    condition     = google_compute_firewall.control_plane.destination_ranges == toset(["203.0.113.0/28", "198.51.100.7/32"]) && one(google_compute_firewall.control_plane.allow).protocol == "tcp" && one(google_compute_firewall.control_plane.allow).ports == tolist(["443", "8433", "9090", "9701"])
    error_message = "443, 8433, 9090 and 9701 to the control plane"
  }
  assert {
    condition     = google_compute_firewall.nothing_out.destination_ranges == toset(["0.0.0.0/0"]) && one(google_compute_firewall.nothing_out.deny).protocol == "all" && google_compute_firewall.nothing_out.priority > google_compute_firewall.control_plane.priority
    error_message = "a rule says no to the rest, after all others"
  }
  assert {
    condition     = google_compute_firewall.services.destination_ranges == toset(["199.36.153.8/30"]) && google_dns_record_set.service["googleapis"].rrdatas == tolist(["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"])
    error_message = "Google's services by the four addresses that names lead to"
  }
  assert {
    condition     = length(google_compute_firewall.tunnel) == 0 && length(google_compute_firewall.declared) == 0
    error_message = "no tunnel and no source was declared"
  }
}

run "the_tunnel_comes_in_on_two_ports" {
  command = plan

  variables {
    tunnel_cidr = "100.64.0.0/24"
  }

  assert {
    condition     = one(google_compute_firewall.tunnel_in[0].allow).protocol == "tcp" && one(google_compute_firewall.tunnel_in[0].allow).ports == tolist(["443", "9094"]) && google_compute_firewall.tunnel_in[0].source_ranges == toset(["100.64.0.0/24"])
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
    condition     = one(google_compute_firewall.tunnel[0].allow).protocol == "udp" && one(google_compute_firewall.tunnel[0].allow).ports == tolist(["51820"])
    error_message = "the tunnel's one port"
  }
  assert {
    condition     = [for key, rule in google_compute_firewall.declared : "${rule.name} ${rule.description}"] == ["bowline-acme-prod-192-0-2-10-32-5432 Orders database"]
    error_message = "the declared database"
  }
}

run "a_long_name_is_cut_where_google_allows_no_more" {
  command = plan

  variables {
    name = "orders-and-invoices-prod"
  }

  assert {
    condition     = google_service_account.runner.account_id == "bowline-orders-an-521e5-runner" && length(google_service_account.nodes.account_id) <= 30
    error_message = "30 characters at most"
  }
  assert {
    condition     = google_container_cluster.this.name == "bowline-orders-and-invoices-prod"
    error_message = "everything else has the whole name"
  }
}

run "images_are_scanned_and_never_overwritten" {
  command = plan

  assert {
    condition     = google_artifact_registry_repository.this.docker_config[0].immutable_tags && google_artifact_registry_repository.this.vulnerability_scanning_config[0].enablement_config == "INHERITED"
    error_message = "scanned where the project scans, immutable"
  }
}
