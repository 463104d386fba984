# A network of our making: what is in it, and what may leave it.

mock_provider "aws" {
  override_data {
    target = data.aws_caller_identity.this
    values = { account_id = "123456789012" }
  }
  override_data {
    target = data.aws_partition.this
    values = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  override_data {
    target = data.aws_region.this
    values = { name = "eu-central-1" }
  }
  override_data {
    target = data.aws_availability_zones.open[0]
    values = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] }
  }
}

variables {
  name       = "acme-prod"
  install_id = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
  account_id = "123456789012"
  vpc        = {}
  control_plane = {
    cidrs = ["203.0.113.0/28", "198.51.100.7/32"]
  }
}

run "one_network_one_cluster_one_registry" {
  command = plan

  assert {
    condition     = length(aws_vpc.this) == 1 && aws_vpc.this[0].cidr_block == "10.64.0.0/16"
    error_message = "one network, with the usual addresses"
  }
  assert {
    condition     = length(aws_subnet.private) == 3 && length(distinct(aws_subnet.private[*].availability_zone)) == 3
    error_message = "a private subnet in each of three zones"
  }
  assert {
    condition     = alltrue([for subnet in aws_subnet.public : subnet.map_public_ip_on_launch != true])
    error_message = "nothing gets a public address by itself"
  }
  assert {
    condition     = length(aws_default_security_group.this[0].ingress) == 0 && length(aws_default_security_group.this[0].egress) == 0
    error_message = "the group that the network is born with lets nothing through"
  }
}

run "whoever_makes_the_cluster_gets_no_rights_in_it" {
  command = plan

  assert {
    condition     = aws_eks_cluster.this.access_config[0].bootstrap_cluster_creator_admin_permissions == false && aws_eks_cluster.this.access_config[0].authentication_mode == "API"
    error_message = "no rights by having made it"
  }
  assert {
    condition     = length(aws_eks_access_entry.installer) == 0
    error_message = "nobody is let in who was not named"
  }
  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_public_access == false && aws_eks_cluster.this.vpc_config[0].endpoint_private_access
    error_message = "the Kubernetes API is inside"
  }
}

run "nodes_reach_the_control_plane_on_four_ports_and_nothing_else_outside" {
  command = plan

  assert {
    condition = toset([for rule in aws_vpc_security_group_egress_rule.control_plane : "${rule.cidr_ipv4} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"]) == toset(flatten([
      for cidr in ["203.0.113.0/28", "198.51.100.7/32"] : [for port in [443, 8433, 9090, 9701] : "${cidr} tcp ${port}-${port}"]
    ]))
    error_message = "443, 8433, 9090 and 9701 to the control plane"
  }
  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_egress_rule.dns : rule.cidr_ipv4 == "10.64.0.0/16" && rule.from_port == 53 && rule.to_port == 53])
    error_message = "DNS inside the network"
  }
  assert {
    condition     = length(aws_vpc_security_group_egress_rule.tunnel) == 0 && length(aws_vpc_security_group_egress_rule.declared) == 0
    error_message = "no tunnel and no source was declared"
  }
}

run "the_tunnel_comes_in_on_two_ports" {
  command = plan

  variables {
    tunnel_cidr = "100.64.0.0/24"
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_ingress_rule.tunnel : "${rule.cidr_ipv4} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"] == ["100.64.0.0/24 tcp 443-443", "100.64.0.0/24 tcp 9094-9094"]
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
    condition     = aws_vpc_security_group_egress_rule.tunnel[0].ip_protocol == "udp" && aws_vpc_security_group_egress_rule.tunnel[0].from_port == 51820
    error_message = "the tunnel's one port"
  }
  assert {
    condition     = [for rule in aws_vpc_security_group_egress_rule.declared : "${rule.description}: ${rule.cidr_ipv4} ${rule.from_port}"] == ["Orders database: 192.0.2.10/32 5432"]
    error_message = "the declared database"
  }
}

run "every_role_has_the_boundary" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/bowline-acme-prod-boundary"
  }

  assert {
    condition = alltrue([
      for role in [aws_iam_role.cluster, aws_iam_role.nodes, aws_iam_role.runner, aws_iam_role.volumes] :
      role.permissions_boundary == "arn:aws:iam::123456789012:policy/bowline-acme-prod-boundary" && startswith(role.name, "bowline-acme-prod-")
    ])
    error_message = "four roles, each with the boundary and a name of the install"
  }
}

run "a_claim_without_a_class_gets_a_volume" {
  command = plan

  assert {
    condition     = jsondecode(aws_eks_addon.volumes.configuration_values).defaultStorageClass.enabled
    error_message = "a default StorageClass"
  }
  assert {
    condition     = "${aws_eks_pod_identity_association.volumes.namespace}/${aws_eks_pod_identity_association.volumes.service_account}" == "kube-system/ebs-csi-controller-sa"
    error_message = "the one account that makes volumes"
  }
}

run "images_are_scanned_and_never_overwritten" {
  command = plan

  assert {
    condition     = aws_ecr_repository.runner.image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.runner.image_scanning_configuration[0].scan_on_push
    error_message = "scanned on push, immutable"
  }
}
