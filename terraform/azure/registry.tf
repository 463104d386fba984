# The customer's own registry: every image runs from here, and what scans it is the customer's choice.

resource "azapi_resource" "registry" {
  type      = "Microsoft.ContainerRegistry/registries@2023-07-01"
  parent_id = azapi_resource.group.id
  name      = local.registry_name
  location  = var.region
  tags      = local.tags

  body = {
    sku = { name = "Standard" }
    # no password; nobody pulls without signing in, which is how Azure makes a registry
    properties = { adminUserEnabled = false }
  }

  response_export_values = ["properties.loginServer"]
}
