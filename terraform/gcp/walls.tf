# Who may reach whom. Google lets everything out unless a rule says no, so the first rules say no to everything; all rules are for
# the nodes of this install alone, by their account, so that nothing else in the network is touched.

locals {
  # what leaves for the control plane: https, logs, metrics, the runner's link
  control_plane_ports = [443, 8433, 9090, 9701]

  # what comes in by the tunnel, and by nothing else: Connect, Schema Registry and Flink; Kafka
  tunnel_ports = [443, 9094]
}

resource "google_compute_firewall" "nothing_out" {
  project                 = var.account_id
  name                    = "${local.prefix}-nothing-out"
  description             = "Nothing leaves that no other rule of ${var.name} names"
  network                 = local.vpc_id
  direction               = "EGRESS"
  priority                = 65000
  destination_ranges      = ["0.0.0.0/0"]
  target_service_accounts = [google_service_account.nodes.email]

  deny {
    protocol = "all"
  }
}

resource "google_compute_firewall" "nothing_in" {
  project                 = var.account_id
  name                    = "${local.prefix}-nothing-in"
  description             = "Nothing comes in that no other rule of ${var.name} names"
  network                 = local.vpc_id
  direction               = "INGRESS"
  priority                = 65000
  source_ranges           = ["0.0.0.0/0"]
  target_service_accounts = [google_service_account.nodes.email]

  deny {
    protocol = "all"
  }
}

# --- inside ---------------------------------------------------------------------------------------

resource "google_compute_firewall" "among_nodes_out" {
  project                 = var.account_id
  name                    = "${local.prefix}-among-nodes-out"
  description             = "Nodes, their pods and the Kubernetes API speak to each other"
  network                 = local.vpc_id
  direction               = "EGRESS"
  priority                = 1000
  destination_ranges      = local.node_cidrs
  target_service_accounts = [google_service_account.nodes.email]

  allow {
    protocol = "all"
  }
}

resource "google_compute_firewall" "among_nodes_in" {
  project                 = var.account_id
  name                    = "${local.prefix}-among-nodes-in"
  description             = "Nodes, their pods and the Kubernetes API speak to each other"
  network                 = local.vpc_id
  direction               = "INGRESS"
  priority                = 1000
  source_ranges           = local.node_cidrs
  target_service_accounts = [google_service_account.nodes.email]

  allow {
    protocol = "all"
  }
}

# --- in by the tunnel -----------------------------------------------------------------------------

resource "google_compute_firewall" "tunnel_in" {
  count                   = var.tunnel_cidr == null ? 0 : 1
  project                 = var.account_id
  name                    = "${local.prefix}-tunnel-in"
  description             = "From the tunnel: https and kafka"
  network                 = local.vpc_id
  direction               = "INGRESS"
  priority                = 1000
  source_ranges           = [var.tunnel_cidr]
  target_service_accounts = [google_service_account.nodes.email]

  allow {
    protocol = "tcp"
    ports    = [for port in local.tunnel_ports : tostring(port)]
  }
}

# --- out ------------------------------------------------------------------------------------------

resource "google_compute_firewall" "control_plane" {
  project                 = var.account_id
  name                    = "${local.prefix}-control-plane"
  description             = "Control plane"
  network                 = local.vpc_id
  direction               = "EGRESS"
  priority                = 1000
  destination_ranges      = var.control_plane.cidrs
  target_service_accounts = [google_service_account.nodes.email]

  allow {
    protocol = "tcp"
    ports    = [for port in local.control_plane_ports : tostring(port)]
  }
}

resource "google_compute_firewall" "tunnel" {
  count                   = var.control_plane.tunnel == null ? 0 : 1
  project                 = var.account_id
  name                    = "${local.prefix}-tunnel"
  description             = "Tunnel to the control plane"
  network                 = local.vpc_id
  direction               = "EGRESS"
  priority                = 1000
  destination_ranges      = [var.control_plane.tunnel.cidr]
  target_service_accounts = [google_service_account.nodes.email]

  allow {
    protocol = "udp"
    ports    = [tostring(var.control_plane.tunnel.port)]
  }
}

# names are asked of the metadata server, which no rule of a network can shut
resource "google_compute_firewall" "services" {
  project                 = var.account_id
  name                    = "${local.prefix}-services"
  description             = "Google services, by addresses that lead to nothing else"
  network                 = local.vpc_id
  direction               = "EGRESS"
  priority                = 1000
  destination_ranges      = [var.google_services_cidr]
  target_service_accounts = [google_service_account.nodes.email]

  allow {
    protocol = "tcp"
    ports    = ["443"]
  }
}

resource "google_compute_firewall" "declared" {
  for_each                = { for rule in var.egress : "${replace(replace(rule.cidr, ".", "-"), "/", "-")}-${rule.port}" => rule }
  project                 = var.account_id
  name                    = "${local.prefix}-${each.key}"
  description             = each.value.what
  network                 = local.vpc_id
  direction               = "EGRESS"
  priority                = 1000
  destination_ranges      = [each.value.cidr]
  target_service_accounts = [google_service_account.nodes.email]

  allow {
    protocol = "tcp"
    ports    = [tostring(each.value.port)]
  }
}
