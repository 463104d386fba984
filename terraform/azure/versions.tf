terraform {
  required_version = ">= 1.9"

  # azapi and not azurerm: azurerm asks for a cluster's credentials (listClusterUserCredential) whenever it reads the
  # cluster, and whoever makes a base layer has no business with those. See docs/adr/0038.
  required_providers {
    azapi = {
      source  = "Azure/azapi"
      version = ">= 1.15, < 3.0"
    }
  }
}
