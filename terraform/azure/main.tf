data "azapi_client_config" "this" {
  lifecycle {
    postcondition {
      condition     = self.subscription_id == var.account_id
      error_message = "These credentials are of subscription ${self.subscription_id}, and the install is bound to ${var.account_id}. Choose that subscription."
    }
  }
}

locals {
  prefix = "bowline-${var.name}"

  # a registry's name is everybody's: letters and digits, and its own part of the install's id
  registry_name = "bowline${replace(var.name, "-", "")}${substr(var.install_id, 0, 8)}"

  tags = merge(var.tags, {
    "bowline:install" = var.install_id
    "bowline:name"    = var.name
    "bowline:layer"   = "base"
  })

  subscription = "/subscriptions/${var.account_id}"
  vpc_id       = var.existing_vpc == null ? azapi_resource.network[0].id : var.existing_vpc.vpc_id
  subnet_id    = var.existing_vpc == null ? "${azapi_resource.network[0].id}/subnets/nodes" : one(var.existing_vpc.subnet_ids)
}

# Everything is in this group; deleting it is leaving.
resource "azapi_resource" "group" {
  type      = "Microsoft.Resources/resourceGroups@2024-03-01"
  parent_id = local.subscription
  name      = local.prefix
  location  = var.region
  tags      = local.tags
  body      = {}

  depends_on = [data.azapi_client_config.this]
}
