# Who may reach whom. Rules are resources of their own, each with a sentence; a group without rules lets nothing through. (Names,
# time and a node's own data are asked of addresses that no rule of Oracle's is about.)

locals {
  # what leaves for the control plane: https, logs, metrics, the runner's link
  control_plane_ports = [443, 8433, 9090, 9701]

  # what comes in by the tunnel, and by nothing else: Connect, Schema Registry and Flink; Kafka
  tunnel_ports = { https = 443, kafka = 9094 }

  tcp  = "6"
  udp  = "17"
  icmp = "1"
}

resource "oci_core_network_security_group" "control" {
  compartment_id = local.compartment_id
  vcn_id         = local.vpc_id
  display_name   = "${local.prefix}-control"
  freeform_tags  = local.tags
}

resource "oci_core_network_security_group" "nodes" {
  compartment_id = local.compartment_id
  vcn_id         = local.vpc_id
  display_name   = "${local.prefix}-nodes"
  freeform_tags  = local.tags
}

# --- inside ---------------------------------------------------------------------------------------

locals {
  # both ends of each: the asking group's rule out and the asked one's rule in
  inside = {
    nodes-ask-api        = { from = "nodes", to = "control", protocol = local.tcp, port = 6443, what = "Nodes ask the Kubernetes API" }
    nodes-join           = { from = "nodes", to = "control", protocol = local.tcp, port = 12250, what = "Nodes tell OKE how they are" }
    api-among-itself     = { from = "control", to = "control", protocol = local.tcp, port = 6443, what = "The Kubernetes API among itself" }
    api-reaches-nodes    = { from = "control", to = "nodes", protocol = local.tcp, port = null, what = "The Kubernetes API reaches kubelets and webhooks" }
    pods-among-each      = { from = "nodes", to = "nodes", protocol = "all", port = null, what = "Pods of all nodes speak to each other" }
    sizes-of-packets-api = { from = "nodes", to = "control", protocol = local.icmp, port = null, what = "How large a packet may be" }
    sizes-of-packets     = { from = "control", to = "nodes", protocol = local.icmp, port = null, what = "How large a packet may be" }
  }

  groups = {
    nodes   = oci_core_network_security_group.nodes.id
    control = oci_core_network_security_group.control.id
  }
}

resource "oci_core_network_security_group_security_rule" "inside_out" {
  for_each                  = local.inside
  network_security_group_id = local.groups[each.value.from]
  description               = each.value.what
  direction                 = "EGRESS"
  protocol                  = each.value.protocol
  destination               = local.groups[each.value.to]
  destination_type          = "NETWORK_SECURITY_GROUP"

  dynamic "tcp_options" {
    for_each = each.value.port == null ? [] : [each.value.port]
    content {
      destination_port_range {
        min = tcp_options.value
        max = tcp_options.value
      }
    }
  }

  dynamic "icmp_options" {
    for_each = each.value.protocol == local.icmp ? [3] : []
    content {
      type = icmp_options.value
      code = 4
    }
  }
}

resource "oci_core_network_security_group_security_rule" "inside_in" {
  for_each                  = local.inside
  network_security_group_id = local.groups[each.value.to]
  description               = each.value.what
  direction                 = "INGRESS"
  protocol                  = each.value.protocol
  source                    = local.groups[each.value.from]
  source_type               = "NETWORK_SECURITY_GROUP"

  dynamic "tcp_options" {
    for_each = each.value.port == null ? [] : [each.value.port]
    content {
      destination_port_range {
        min = tcp_options.value
        max = tcp_options.value
      }
    }
  }

  dynamic "icmp_options" {
    for_each = each.value.protocol == local.icmp ? [3] : []
    content {
      type = icmp_options.value
      code = 4
    }
  }
}

resource "oci_core_network_security_group_security_rule" "cluster_access" {
  for_each                  = toset(var.cluster_access_cidrs)
  network_security_group_id = oci_core_network_security_group.control.id
  description               = "Who may reach the Kubernetes API from outside"
  direction                 = "INGRESS"
  protocol                  = local.tcp
  source                    = each.value
  source_type               = "CIDR_BLOCK"

  tcp_options {
    destination_port_range {
      min = 6443
      max = 6443
    }
  }
}

# --- in by the tunnel -----------------------------------------------------------------------------

resource "oci_core_network_security_group_security_rule" "tunnel_in" {
  for_each                  = var.tunnel_cidr == null ? {} : local.tunnel_ports
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "From the tunnel: ${each.key}"
  direction                 = "INGRESS"
  protocol                  = local.tcp
  source                    = var.tunnel_cidr
  source_type               = "CIDR_BLOCK"

  tcp_options {
    destination_port_range {
      min = each.value
      max = each.value
    }
  }
}

# --- out ------------------------------------------------------------------------------------------

resource "oci_core_network_security_group_security_rule" "control_plane" {
  for_each = {
    for pair in setproduct(var.control_plane.cidrs, local.control_plane_ports) :
    "${pair[0]}-${pair[1]}" => { cidr = pair[0], port = pair[1] }
  }
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "Control plane"
  direction                 = "EGRESS"
  protocol                  = local.tcp
  destination               = each.value.cidr
  destination_type          = "CIDR_BLOCK"

  tcp_options {
    destination_port_range {
      min = each.value.port
      max = each.value.port
    }
  }
}

resource "oci_core_network_security_group_security_rule" "tunnel" {
  count                     = var.control_plane.tunnel == null ? 0 : 1
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "Tunnel to the control plane"
  direction                 = "EGRESS"
  protocol                  = local.udp
  destination               = var.control_plane.tunnel.cidr
  destination_type          = "CIDR_BLOCK"

  udp_options {
    destination_port_range {
      min = var.control_plane.tunnel.port
      max = var.control_plane.tunnel.port
    }
  }
}

resource "oci_core_network_security_group_security_rule" "services" {
  for_each                  = local.groups
  network_security_group_id = each.value
  description               = "Oracle's services, inside their network"
  direction                 = "EGRESS"
  protocol                  = local.tcp
  destination               = local.services.cidr_block
  destination_type          = "SERVICE_CIDR_BLOCK"

  tcp_options {
    destination_port_range {
      min = 443
      max = 443
    }
  }
}

resource "oci_core_network_security_group_security_rule" "declared" {
  for_each                  = { for rule in var.egress : "${rule.cidr}-${rule.port}" => rule }
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = each.value.what
  direction                 = "EGRESS"
  protocol                  = local.tcp
  destination               = each.value.cidr
  destination_type          = "CIDR_BLOCK"

  tcp_options {
    destination_port_range {
      min = each.value.port
      max = each.value.port
    }
  }
}
