output "account_id" {
  description = "Project in which everything was made."
  value       = data.google_project.this.project_id
}

output "region" {
  description = "Region in which everything was made."
  value       = var.region
}

output "vpc_id" {
  description = "Network of the data plane."
  value       = local.vpc_id
}

output "subnet_ids" {
  description = "Subnet of the data plane; Google's reach over all zones of a region."
  value       = [local.subnet_id]
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = google_container_cluster.this.name
}

output "cluster_endpoint" {
  description = "Address of the Kubernetes API."
  value       = "https://${google_container_cluster.this.endpoint}"
}

output "cluster_authority" {
  description = "Certificate authority of the Kubernetes API, base64."
  value       = google_container_cluster.this.master_auth[0].cluster_ca_certificate
}

output "registry" {
  description = "Where images are kept: host and prefix of the repositories."
  value       = "${var.region}-docker.pkg.dev/${var.account_id}/${google_artifact_registry_repository.this.repository_id}"
}

output "runner_service_account" {
  description = "Google's account that the runner is: the annotation iam.gke.io/gcp-service-account of its service account in Kubernetes."
  value       = google_service_account.runner.email
}

output "node_service_account" {
  description = "Account of every node; the rules of what may leave are for it."
  value       = google_service_account.nodes.email
}
