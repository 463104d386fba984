output "account_id" {
  description = "Subscription in which everything was made."
  value       = data.azapi_client_config.this.subscription_id
}

output "region" {
  description = "Region in which everything was made."
  value       = azapi_resource.group.location
}

output "group" {
  description = "Resource group that everything is in."
  value       = azapi_resource.group.name
}

output "vpc_id" {
  description = "Network of the data plane."
  value       = local.vpc_id
}

output "subnet_ids" {
  description = "Private subnets of the data plane."
  value       = [local.subnet_id]
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = azapi_resource.cluster.name
}

output "cluster_endpoint" {
  description = "Address of the Kubernetes API."
  value       = "https://${local.private ? azapi_resource.cluster.output.properties.privateFQDN : azapi_resource.cluster.output.properties.fqdn}"
}

output "registry" {
  description = "Where images are kept: host and prefix of the repositories."
  value       = "${azapi_resource.registry.output.properties.loginServer}/${local.prefix}"
}

output "runner_client_id" {
  description = "Identity of the runner; its service account carries it as annotation azure.workload.identity/client-id."
  value       = azapi_resource.runner_identity.output.properties.clientId
}

output "node_security_group_id" {
  description = "Group of the rules of what may leave the nodes' subnet."
  value       = azapi_resource.walls.id
}
