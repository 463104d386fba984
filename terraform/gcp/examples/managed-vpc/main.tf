# A data plane in a network that is made for it.

terraform {
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.0, < 8.0"
    }
  }
}

provider "google" {}

module "data_plane" {
  source = "../.."

  name       = "acme-prod"
  install_id = "00000000-0000-0000-0000-000000000000" # as the control plane shows it
  account_id = "acme-streaming"
  region     = "europe-west3"

  vpc = {
    cidr  = "10.64.0.0/16"
    zones = 3
  }

  control_plane = {
    cidrs = ["203.0.113.0/28"] # as the vendor names them
  }

  installer_access = "user:admin@example.com" # who runs the next step
}

output "data_plane" {
  value = module.data_plane
}
