output "account_id" {
  description = "Account in which everything was made."
  value       = data.aws_caller_identity.this.account_id
}

output "region" {
  description = "Region in which everything was made."
  value       = data.aws_region.this.name
}

output "vpc_id" {
  description = "Network of the data plane."
  value       = local.vpc_id
}

output "subnet_ids" {
  description = "Private subnets of the data plane."
  value       = local.subnet_ids
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = aws_eks_cluster.this.name
}

output "cluster_endpoint" {
  description = "Address of the Kubernetes API."
  value       = aws_eks_cluster.this.endpoint
}

output "cluster_authority" {
  description = "Certificate authority of the Kubernetes API, base64."
  value       = aws_eks_cluster.this.certificate_authority[0].data
}

output "registry" {
  description = "Where images are kept: host and prefix of the repositories."
  value       = "${split("/", aws_ecr_repository.runner.repository_url)[0]}/${local.prefix}"
}

output "runner_role_arn" {
  description = "Role of the runner."
  value       = aws_iam_role.runner.arn
}

output "node_security_group_id" {
  description = "Group of every node; the rules of what may leave are its."
  value       = aws_security_group.nodes.id
}
