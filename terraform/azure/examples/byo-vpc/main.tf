# A data plane in a network that is there already; nothing in it is changed.

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

  existing_vpc = {
    vpc_id     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/hub"
    subnet_ids = ["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/hub/subnets/data"]
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
