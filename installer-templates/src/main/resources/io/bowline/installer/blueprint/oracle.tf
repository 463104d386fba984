# What Resource Manager applies: our module, with what may be chosen in variables.tf and in the form of schema.yaml.

terraform {
  required_version = ">= 1.5"

  required_providers {
    oci = {
      source  = "oracle/oci"
      version = ">= 8.0, < 9.0"
    }
  }
}

variable "tenancy_ocid" {
  description = "Tenancy in which somebody makes this; filled in by Resource Manager."
  type        = string
}

provider "oci" {
  region = var.region
}

# who may do what is written in a tenancy's home region only
provider "oci" {
  alias  = "home"
  region = var.home_region
}

module "data_plane" {
  source    = "./data-plane"
  providers = { oci = oci, oci.home = oci.home }

  name           = var.name
  install_id     = var.install_id
  account_id     = var.account_id
  compartment_id = var.compartment_id
  region         = var.region

  vpc = var.vpc_id != "" ? null : {
    cidr  = "${var.vpc_address}/${var.vpc_prefix}"
    zones = tonumber(var.vpc_zones)
  }

  existing_vpc = var.vpc_id == "" ? null : {
    vpc_id        = var.vpc_id
    subnet_ids    = [for each in split(",", var.subnet_ids) : trimspace(each) if trimspace(each) != ""]
    api_subnet_id = var.api_subnet_id == "" ? null : var.api_subnet_id
  }

  control_plane      = local.control_plane
  kubernetes_version = var.kubernetes_version

  system_pool = {
    instance_type = var.system_instance_type
    ocpus         = tonumber(var.system_ocpus)
    memory_gib    = tonumber(var.system_memory_gib)
    nodes         = tonumber(var.system_nodes)
    disk_gib      = tonumber(var.system_disk_gib)
  }

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
  description = "Tenancy in which everything was made."
  value       = module.data_plane.account_id

  # known before anything is made: a click in another tenancy makes nothing there
  precondition {
    condition     = var.tenancy_ocid == var.account_id
    error_message = "account_id: the install is for ${var.account_id}, and this stack is in ${var.tenancy_ocid}. Nothing was made."
  }
}

output "region" {
  description = "Region in which everything was made."
  value       = module.data_plane.region
}

output "compartment_id" {
  description = "Compartment in which everything was made."
  value       = module.data_plane.compartment_id
}

output "vpc_id" {
  description = "Network of the data plane."
  value       = module.data_plane.vpc_id
}

output "subnet_ids" {
  description = "Private subnets of the data plane."
  value       = module.data_plane.subnet_ids
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.data_plane.cluster_name
}

output "cluster_id" {
  description = "Oracle's id of the cluster; names are not unique there."
  value       = module.data_plane.cluster_id
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

output "node_security_group_id" {
  description = "Group of every node; the rules of what may leave are its."
  value       = module.data_plane.node_security_group_id
}
