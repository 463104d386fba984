# A data plane in a network that is there already; nothing in it is changed.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.79, < 7.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

module "data_plane" {
  source = "../.."

  name       = "acme-prod"
  install_id = "00000000-0000-0000-0000-000000000000" # as the control plane shows it
  account_id = "123456789012"

  existing_vpc = {
    vpc_id     = "vpc-0a1b2c3d"
    subnet_ids = ["subnet-0aaaaaaa", "subnet-0bbbbbbb"]
  }

  control_plane = {
    cidrs = ["203.0.113.0/28"] # as the vendor names them
  }

  installer_access = "arn:aws:iam::123456789012:role/admin" # who runs the next step
}

output "data_plane" {
  value = module.data_plane
}
