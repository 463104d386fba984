terraform {
  # the newest that Oracle's Resource Manager applies
  required_version = ">= 1.5"

  required_providers {
    oci = {
      source  = "oracle/oci"
      version = ">= 8.0, < 9.0"

      # who may do what is written in a tenancy's home region only
      configuration_aliases = [oci.home]
    }
  }
}
