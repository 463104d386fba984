# Who may reach whom. Rules are resources of their own, each with a sentence; a group without rules lets nothing through.

locals {
  # what leaves for the control plane: https, logs, metrics, the runner's link
  control_plane_ports = [443, 8433, 9090, 9701]

  # what comes in by the tunnel, and by nothing else: Connect, Schema Registry and Flink; Kafka
  tunnel_ports = { https = 443, kafka = 9094 }
}

resource "aws_security_group" "control" {
  name        = "${local.prefix}-control"
  description = "Kubernetes API of ${var.name}"
  vpc_id      = local.vpc_id
  tags        = merge(local.tags, { Name = "${local.prefix}-control" })
}

resource "aws_security_group" "nodes" {
  name        = "${local.prefix}-nodes"
  description = "Nodes of ${var.name}"
  vpc_id      = local.vpc_id
  tags        = merge(local.tags, { Name = "${local.prefix}-nodes" })
}

resource "aws_security_group" "services" {
  count       = var.existing_vpc == null ? 1 : 0
  name        = "${local.prefix}-services"
  description = "AWS services inside the network of ${var.name}"
  vpc_id      = local.vpc_id
  tags        = merge(local.tags, { Name = "${local.prefix}-services" })
}

# --- inside ---------------------------------------------------------------------------------------

resource "aws_vpc_security_group_ingress_rule" "nodes_to_api" {
  security_group_id            = aws_security_group.control.id
  description                  = "Nodes ask the Kubernetes API"
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  tags                         = local.tags
}

resource "aws_vpc_security_group_egress_rule" "api_to_nodes" {
  for_each                     = { kubelet = 10250, webhooks = 443, operators = 9443 }
  security_group_id            = aws_security_group.control.id
  description                  = "The Kubernetes API reaches nodes: ${each.key}"
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
  tags                         = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "api_to_nodes" {
  for_each                     = { kubelet = 10250, webhooks = 443, operators = 9443 }
  security_group_id            = aws_security_group.nodes.id
  description                  = "The Kubernetes API reaches nodes: ${each.key}"
  referenced_security_group_id = aws_security_group.control.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
  tags                         = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "among_nodes" {
  security_group_id            = aws_security_group.nodes.id
  description                  = "Pods of all nodes speak to each other"
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "-1"
  tags                         = local.tags
}

resource "aws_vpc_security_group_egress_rule" "among_nodes" {
  security_group_id            = aws_security_group.nodes.id
  description                  = "Pods of all nodes speak to each other"
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "-1"
  tags                         = local.tags
}

resource "aws_vpc_security_group_egress_rule" "to_api" {
  security_group_id            = aws_security_group.nodes.id
  description                  = "The Kubernetes API"
  referenced_security_group_id = aws_security_group.control.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  tags                         = local.tags
}

# --- in by the tunnel -----------------------------------------------------------------------------

resource "aws_vpc_security_group_ingress_rule" "tunnel" {
  for_each          = var.tunnel_cidr == null ? {} : local.tunnel_ports
  security_group_id = aws_security_group.nodes.id
  description       = "From the tunnel: ${each.key}"
  cidr_ipv4         = var.tunnel_cidr
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
  tags              = local.tags
}

# --- out ------------------------------------------------------------------------------------------

resource "aws_vpc_security_group_egress_rule" "control_plane" {
  for_each = {
    for pair in setproduct(var.control_plane.cidrs, local.control_plane_ports) :
    "${pair[0]}-${pair[1]}" => { cidr = pair[0], port = pair[1] }
  }
  security_group_id = aws_security_group.nodes.id
  description       = "Control plane"
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  tags              = local.tags
}

resource "aws_vpc_security_group_egress_rule" "tunnel" {
  count             = var.control_plane.tunnel == null ? 0 : 1
  security_group_id = aws_security_group.nodes.id
  description       = "Tunnel to the control plane"
  cidr_ipv4         = var.control_plane.tunnel.cidr
  ip_protocol       = "udp"
  from_port         = var.control_plane.tunnel.port
  to_port           = var.control_plane.tunnel.port
  tags              = local.tags
}

resource "aws_vpc_security_group_egress_rule" "dns" {
  for_each = {
    for pair in setproduct(["tcp", "udp"], local.vpc_cidrs) :
    join("-", pair) => { protocol = pair[0], cidr = pair[1] }
  }
  security_group_id = aws_security_group.nodes.id
  description       = "DNS inside the network"
  cidr_ipv4         = each.value.cidr
  ip_protocol       = each.value.protocol
  from_port         = 53
  to_port           = 53
  tags              = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "services" {
  count                        = var.existing_vpc == null ? 1 : 0
  security_group_id            = aws_security_group.services[0].id
  description                  = "Nodes ask AWS services"
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  tags                         = local.tags
}

resource "aws_vpc_security_group_egress_rule" "services" {
  count                        = var.existing_vpc == null ? 1 : 0
  security_group_id            = aws_security_group.nodes.id
  description                  = "AWS services inside the network"
  referenced_security_group_id = aws_security_group.services[0].id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  tags                         = local.tags
}

# in a network of yours the services' endpoints are yours; they are somewhere inside it
resource "aws_vpc_security_group_egress_rule" "services_of_yours" {
  for_each          = toset(var.existing_vpc == null ? [] : local.vpc_cidrs)
  security_group_id = aws_security_group.nodes.id
  description       = "AWS services inside the network"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = local.tags
}

resource "aws_vpc_security_group_egress_rule" "s3" {
  count             = var.existing_vpc == null ? 1 : 0
  security_group_id = aws_security_group.nodes.id
  description       = "S3 inside the network: image layers lie there"
  prefix_list_id    = aws_vpc_endpoint.s3[0].prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = local.tags
}

resource "aws_vpc_security_group_egress_rule" "declared" {
  for_each          = { for rule in var.egress : "${rule.cidr}-${rule.port}" => rule }
  security_group_id = aws_security_group.nodes.id
  description       = each.value.what
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  tags              = local.tags
}
