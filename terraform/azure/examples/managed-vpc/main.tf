# A data plane in a network that is made for it.

terraform {
  required_providers {
    azapi = {
      source  = "Azure/azapi"
      version = ">= 1.15, < 3.0"
    }
  }
}

provider "azapi" {}

module "data_plane" {
  source = "../.."

  name       = "acme-prod"
  install_id = "00000000-0000-0000-0000-000000000000" # as the control plane shows it
  account_id = "00000000-0000-0000-0000-000000000000" # az account show --query id
  region     = "westeurope"

  vpc = {
    cidr  = "10.64.0.0/16"
    zones = 3
  }

  control_plane = {
    cidrs = ["203.0.113.0/28"] # as the vendor names them
  }

  installer_access     = "00000000-0000-0000-0000-000000000000" # who runs the next step: az ad signed-in-user show --query id
  cluster_access_cidrs = ["198.51.100.7/32"]                    # and from where
}

output "data_plane" {
  value = module.data_plane
}
