# The cluster with its smallest pool. Whoever makes it gets no rights in it; who may put the runner into it is said by
# `installer_access`, and that goes away again.

resource "aws_kms_key" "this" {
  description             = "Secrets of the cluster and images of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = merge(local.tags, { Name = local.prefix })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${local.prefix}"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_iam_role" "cluster" {
  name                 = "${local.prefix}-cluster"
  description          = "Control plane of the Kubernetes of ${var.name}"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
    }]
  })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "${local.arn}:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_cloudwatch_log_group" "cluster" {
  name              = "/aws/eks/${local.prefix}/cluster"
  retention_in_days = 90
  tags              = local.tags
}

resource "aws_eks_cluster" "this" {
  name                      = local.prefix
  version                   = var.kubernetes_version
  role_arn                  = aws_iam_role.cluster.arn
  enabled_cluster_log_types = ["api", "audit", "authenticator"]
  tags                      = local.tags

  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }

  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.this.arn
    }
  }

  vpc_config {
    subnet_ids              = local.subnet_ids
    security_group_ids      = [aws_security_group.control.id]
    endpoint_private_access = true
    endpoint_public_access  = length(var.cluster_access_cidrs) > 0
    public_access_cidrs     = length(var.cluster_access_cidrs) > 0 ? var.cluster_access_cidrs : null
  }

  depends_on = [aws_iam_role_policy_attachment.cluster, aws_cloudwatch_log_group.cluster]
}

resource "aws_eks_access_entry" "installer" {
  count         = var.installer_access == null ? 0 : 1
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = var.installer_access
  type          = "STANDARD"
  tags          = local.tags
}

# it makes the runner's namespace and rights, so it has to be allowed all that it gives
resource "aws_eks_access_policy_association" "installer" {
  count         = var.installer_access == null ? 0 : 1
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.installer[0].principal_arn
  policy_arn    = "${local.arn}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

  access_scope {
    type = "cluster"
  }
}

resource "aws_iam_role" "nodes" {
  name                 = "${local.prefix}-nodes"
  description          = "Nodes of ${var.name}"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "nodes" {
  for_each   = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly"])
  role       = aws_iam_role.nodes.name
  policy_arn = "${local.arn}:iam::aws:policy/${each.value}"
}

resource "aws_launch_template" "system" {
  name                   = "${local.prefix}-system"
  description            = "Nodes of the system pool of ${var.name}"
  update_default_version = true
  vpc_security_group_ids = [aws_security_group.nodes.id]
  tags                   = local.tags

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size           = var.system_pool.disk_gib
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
    tags          = merge(local.tags, { Name = "${local.prefix}-system" })
  }

  tag_specifications {
    resource_type = "volume"
    tags          = merge(local.tags, { Name = "${local.prefix}-system" })
  }
}

resource "aws_eks_node_group" "system" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "system"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = local.subnet_ids
  instance_types  = [var.system_pool.instance_type]
  ami_type        = "AL2023_x86_64_STANDARD"
  tags            = local.tags

  launch_template {
    id      = aws_launch_template.system.id
    version = aws_launch_template.system.latest_version
  }

  scaling_config {
    desired_size = var.system_pool.nodes
    min_size     = 1
    max_size     = var.system_pool.nodes + 1
  }

  update_config {
    max_unavailable = 1
  }

  # the runner scales and patches it later
  lifecycle {
    ignore_changes = [scaling_config[0].desired_size, release_version]
  }

  depends_on = [aws_iam_role_policy_attachment.nodes]
}
