# Machines for what the data plane does, beside the smallest pool that runs the runner.

data "aws_ec2_instance_type" "of" {
  for_each      = var.pools
  instance_type = each.value.instance_type

  lifecycle {
    postcondition {
      condition     = self.default_vcpus == each.value.cpu && self.memory_size == each.value.memory_gib * 1024
      error_message = "pools.${each.key}: ${each.value.instance_type} has ${self.default_vcpus} CPU and ${self.memory_size / 1024} GiB, and ${each.value.cpu} CPU and ${each.value.memory_gib} GiB are asked for. Choose another type, or say what it has."
    }
  }
}

locals {
  prefix = "bowline-${var.name}"

  tags = merge(var.tags, {
    "bowline:install" = var.install_id
    "bowline:name"    = var.name
    "bowline:layer"   = "component"
  })
}

resource "aws_launch_template" "of" {
  for_each = var.pools

  name                   = "${local.prefix}-${each.key}"
  description            = "Nodes of the pool ${each.key} of ${var.name}"
  update_default_version = true
  vpc_security_group_ids = [var.node_security_group_id]
  tags                   = local.tags

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size           = each.value.disk_gib
      volume_type           = "gp3"
      encrypted             = true
      delete_on_termination = true
    }
  }

  # pods must not get at the node's identity: one hop is as far as the node itself
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  tag_specifications {
    resource_type = "instance"
    tags          = merge(local.tags, { Name = "${local.prefix}-${each.key}" })
  }

  tag_specifications {
    resource_type = "volume"
    tags          = merge(local.tags, { Name = "${local.prefix}-${each.key}" })
  }
}

resource "aws_eks_node_group" "of" {
  for_each = var.pools

  cluster_name    = var.cluster_name
  node_group_name = each.key
  node_role_arn   = var.node_role_arn
  subnet_ids      = var.subnet_ids
  instance_types  = [data.aws_ec2_instance_type.of[each.key].instance_type]
  ami_type        = "AL2023_x86_64_STANDARD"
  labels          = { "bowline.io/pool" = each.key }
  tags            = local.tags

  launch_template {
    id      = aws_launch_template.of[each.key].id
    version = aws_launch_template.of[each.key].latest_version
  }

  scaling_config {
    desired_size = each.value.nodes
    min_size     = 1
    max_size     = coalesce(each.value.most, each.value.nodes + 1)
  }

  update_config {
    max_unavailable = 1
  }

  # an autoscaler's, once there is one
  lifecycle {
    ignore_changes = [scaling_config[0].desired_size, release_version]
  }
}
