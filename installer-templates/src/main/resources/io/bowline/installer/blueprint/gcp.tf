# What Infrastructure Manager applies: our module, with what may be chosen in variables.tf.

terraform {
  required_version = ">= 1.5"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.0, < 8.0"
    }
  }
}

provider "google" {
  project = var.account_id
  region  = var.region
}

module "data_plane" {
  source = "./data-plane"

  name       = var.name
  install_id = var.install_id
  account_id = var.account_id
  region     = var.region

  vpc = var.vpc_id != "" ? null : {
    cidr  = "${var.vpc_address}/${var.vpc_prefix}"
    zones = tonumber(var.vpc_zones)
  }

  existing_vpc = var.vpc_id == "" ? null : {
    vpc_id         = var.vpc_id
    subnet_ids     = [var.subnet_ids]
    pods_range     = var.pods_range
    services_range = var.services_range
  }

  google_services_cidr = var.google_services_cidr
  control_plane        = local.control_plane
  kubernetes_version   = var.kubernetes_version

  system_pool = {
    instance_type = var.system_instance_type
    nodes         = tonumber(var.system_nodes)
    disk_gib      = tonumber(var.system_disk_gib)
  }

  installer_access     = var.installer_access == "" ? null : var.installer_access
  cluster_access_cidrs = [for each in split(",", var.cluster_access_cidrs) : trimspace(each) if trimspace(each) != ""]

  tunnel_cidr = var.tunnel_cidr == "" ? null : var.tunnel_cidr

  egress = [for each in split(",", var.declared_targets) : {
    what = "Declared target"
    cidr = split(":", each)[0]
    port = tonumber(split(":", each)[1])
  } if each != ""]
}

output "bowline_version" {
  description = "Version of what may be chosen."
  value       = local.bowline_version
}

output "account_id" {
  description = "Project in which everything was made."
  value       = module.data_plane.account_id
}

output "region" {
  description = "Region in which everything was made."
  value       = module.data_plane.region
}

output "vpc_id" {
  description = "Network of the data plane."
  value       = module.data_plane.vpc_id
}

output "subnet_ids" {
  description = "Subnet of the data plane."
  value       = module.data_plane.subnet_ids
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.data_plane.cluster_name
}

output "cluster_endpoint" {
  description = "Address of the Kubernetes API."
  value       = module.data_plane.cluster_endpoint
}

output "cluster_authority" {
  description = "Certificate authority of the Kubernetes API, base64."
  value       = module.data_plane.cluster_authority
}

output "registry" {
  description = "Where images are kept: host and prefix of the repositories."
  value       = module.data_plane.registry
}

output "runner_service_account" {
  description = "Google's account that the runner is."
  value       = module.data_plane.runner_service_account
}

output "node_service_account" {
  description = "Account of every node; the rules of what may leave are for it."
  value       = module.data_plane.node_service_account
}
