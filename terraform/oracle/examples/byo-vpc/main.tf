# A data plane in a network that is there already; nothing in it is changed.

terraform {
  required_providers {
    oci = {
      source  = "oracle/oci"
      version = ">= 8.0, < 9.0"
    }
  }
}

provider "oci" {
  region = "eu-frankfurt-1"
}

# the region in which the tenancy was opened: policies are written there
provider "oci" {
  alias  = "home"
  region = "eu-amsterdam-1"
}

module "data_plane" {
  source    = "../.."
  providers = { oci = oci, oci.home = oci.home }

  name           = "acme-prod"
  install_id     = "00000000-0000-0000-0000-000000000000" # as the control plane shows it
  account_id     = "ocid1.tenancy.oc1..aaaa"
  compartment_id = "ocid1.compartment.oc1..bbbb"
  region         = "eu-frankfurt-1"

  existing_vpc = {
    vpc_id        = "ocid1.vcn.oc1.eu-frankfurt-1.cccc"
    subnet_ids    = ["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]
    api_subnet_id = "ocid1.subnet.oc1.eu-frankfurt-1.eeee"
  }

  control_plane = {
    cidrs = ["203.0.113.0/28"] # as the vendor names them
  }
}

output "data_plane" {
  value = module.data_plane
}
