output "account_id" {
  description = "Tenancy in which everything was made."
  value       = var.account_id
}

output "region" {
  description = "Region in which everything was made."
  value       = var.region
}

output "compartment_id" {
  description = "Compartment in which everything was made."
  value       = local.compartment_id
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
  value       = oci_containerengine_cluster.this.name
}

output "cluster_id" {
  description = "Oracle's id of the cluster; names are not unique there."
  value       = oci_containerengine_cluster.this.id
}

output "cluster_endpoint" {
  description = "Address of the Kubernetes API."
  value       = "https://${length(var.cluster_access_cidrs) > 0 ? oci_containerengine_cluster.this.endpoints[0].public_endpoint : oci_containerengine_cluster.this.endpoints[0].private_endpoint}"
}

# a kubeconfig of Oracle's has no credential in it, only how to get one
data "oci_containerengine_cluster_kube_config" "this" {
  cluster_id    = oci_containerengine_cluster.this.id
  endpoint      = length(var.cluster_access_cidrs) > 0 ? "PUBLIC_ENDPOINT" : "PRIVATE_ENDPOINT"
  token_version = "2.0.0"
}

output "cluster_authority" {
  description = "Certificate authority of the Kubernetes API, base64."
  value       = yamldecode(data.oci_containerengine_cluster_kube_config.this.content).clusters[0].cluster["certificate-authority-data"]
}

output "registry" {
  description = "Where images are kept: host and prefix of the repositories."
  value       = "ocir.${var.region}.oci.oraclecloud.com/${data.oci_objectstorage_namespace.this.namespace}/${local.prefix}"
}

output "node_security_group_id" {
  description = "Group of every node; the rules of what may leave are its."
  value       = oci_core_network_security_group.nodes.id
}
