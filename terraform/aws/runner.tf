# The runner's identity: one service account of this one cluster may take it, and nobody outside the account.

resource "aws_iam_role" "runner" {
  name                 = "${local.prefix}-runner"
  description          = "Runner of ${var.name}"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnEquals    = { "aws:SourceArn" = aws_eks_cluster.this.arn }
      }
    }]
  })
}

locals {
  account = "${data.aws_region.this.name}:${var.account_id}"

  runner_rights = [
    {
      Sid      = "FindTheCluster"
      Effect   = "Allow"
      Action   = ["eks:DescribeCluster"]
      Resource = aws_eks_cluster.this.arn
    },
    {
      Sid      = "SignInToTheRegistry"
      Effect   = "Allow"
      Action   = ["ecr:GetAuthorizationToken"]
      Resource = "*"
    },
    {
      Sid    = "KeepImages"
      Effect = "Allow"
      Action = [
        "ecr:BatchCheckLayerAvailability", "ecr:BatchDeleteImage", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
        "ecr:CreateRepository", "ecr:DescribeImageScanFindings", "ecr:DescribeImages", "ecr:DescribeRepositories",
        "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:ListImages", "ecr:ListTagsForResource",
        "ecr:PutImage", "ecr:TagResource", "ecr:UploadLayerPart",
      ]
      Resource = "${local.arn}:ecr:${local.account}:repository/${local.prefix}/*"
    },
    {
      Sid      = "EncryptImages"
      Effect   = "Allow"
      Action   = ["kms:CreateGrant", "kms:DescribeKey"]
      Resource = aws_kms_key.this.arn
    },
    # what it asks before the first release; these know no resources
    {
      Sid    = "LookAround"
      Effect = "Allow"
      Action = [
        "ec2:DescribeAvailabilityZones", "ec2:DescribeInstanceTypeOfferings", "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances", "ec2:DescribeRegions", "servicequotas:GetAWSDefaultServiceQuota",
        "servicequotas:GetServiceQuota",
      ]
      Resource  = "*"
      Condition = { StringEquals = { "aws:RequestedRegion" = data.aws_region.this.name } }
    },
  ]
}

resource "aws_iam_role_policy" "runner" {
  name   = "runner"
  role   = aws_iam_role.runner.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.runner_rights })
}

resource "aws_eks_addon" "pod_identity" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "eks-pod-identity-agent"
  tags         = local.tags

  depends_on = [aws_eks_node_group.system]
}

resource "aws_eks_pod_identity_association" "runner" {
  cluster_name    = aws_eks_cluster.this.name
  namespace       = var.runner.namespace
  service_account = var.runner.service_account
  role_arn        = aws_iam_role.runner.arn
  tags            = local.tags

  depends_on = [aws_iam_role_policy.runner]
}
