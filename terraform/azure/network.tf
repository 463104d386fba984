# The network, where one is to be made: one subnet, which in Azure is in every zone, and one way out.

resource "azapi_resource" "way_out" {
  count     = var.existing_vpc == null ? 1 : 0
  type      = "Microsoft.Network/publicIPAddresses@2024-01-01"
  parent_id = azapi_resource.group.id
  name      = local.prefix
  location  = var.region
  tags      = local.tags

  body = {
    sku = { name = "Standard", tier = "Regional" }
    properties = {
      publicIPAllocationMethod = "Static"
      publicIPAddressVersion   = "IPv4"
    }
  }

  response_export_values = ["properties.ipAddress"]
}

resource "azapi_resource" "nat" {
  count     = var.existing_vpc == null ? 1 : 0
  type      = "Microsoft.Network/natGateways@2024-01-01"
  parent_id = azapi_resource.group.id
  name      = local.prefix
  location  = var.region
  tags      = local.tags

  body = {
    sku = { name = "Standard" }
    properties = {
      idleTimeoutInMinutes = 10
      publicIpAddresses    = [{ id = azapi_resource.way_out[0].id }]
    }
  }
}

resource "azapi_resource" "network" {
  count     = var.existing_vpc == null ? 1 : 0
  type      = "Microsoft.Network/virtualNetworks@2024-01-01"
  parent_id = azapi_resource.group.id
  name      = local.prefix
  location  = var.region
  tags      = local.tags

  body = {
    properties = {
      addressSpace = { addressPrefixes = [var.vpc.cidr] }
      subnets = [{
        name = "nodes"
        properties = {
          addressPrefix         = cidrsubnet(var.vpc.cidr, 1, 0)
          defaultOutboundAccess = false
          natGateway            = { id = azapi_resource.nat[0].id }
          networkSecurityGroup  = { id = azapi_resource.walls.id }
        }
      }]
    }
  }
}

data "azapi_resource" "existing_network" {
  count                  = var.existing_vpc == null ? 0 : 1
  type                   = "Microsoft.Network/virtualNetworks@2024-01-01"
  resource_id            = var.existing_vpc.vpc_id
  response_export_values = ["properties.addressSpace.addressPrefixes"]
}

data "azapi_resource" "existing_subnet" {
  count                  = var.existing_vpc == null ? 0 : 1
  type                   = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  resource_id            = one(var.existing_vpc.subnet_ids)
  response_export_values = ["properties"]
}

locals {
  # up to azapi 1.x what a data source says is a text
  network_seen = var.existing_vpc == null ? null : try(jsondecode(data.azapi_resource.existing_network[0].output), data.azapi_resource.existing_network[0].output)
  subnet_seen  = var.existing_vpc == null ? null : try(jsondecode(data.azapi_resource.existing_subnet[0].output), data.azapi_resource.existing_subnet[0].output).properties

  vpc_cidrs   = var.existing_vpc == null ? [var.vpc.cidr] : local.network_seen.properties.addressSpace.addressPrefixes
  subnet_cidr = var.existing_vpc == null ? cidrsubnet(var.vpc.cidr, 1, 0) : try(local.subnet_seen.addressPrefix, local.subnet_seen.addressPrefixes[0])

  # Azure keeps five addresses of every subnet
  subnet_free = var.existing_vpc == null ? 128 : pow(2, 32 - tonumber(split("/", local.subnet_cidr)[1])) - 5 - length(try(local.subnet_seen.ipConfigurations, []))
  leaves_by   = var.existing_vpc == null ? "nat-gateway" : var.existing_vpc.way_out
}

resource "terraform_data" "subnet" {
  count = var.existing_vpc == null ? 0 : 1

  lifecycle {
    precondition {
      condition     = local.subnet_free >= 128
      error_message = "existing_vpc.subnet_ids: the subnet has ${local.subnet_free} free addresses; 128 are needed."
    }
    precondition {
      condition     = can(local.leaves_by == "nat-gateway" ? local.subnet_seen.natGateway.id : local.subnet_seen.routeTable.id)
      error_message = "existing_vpc.way_out: ${local.leaves_by}, and the subnet has none. Associate one, or name the other."
    }
  }
}

# It is a network of yours, so it is not changed here; without the rules, nothing holds what leaves.
check "the_subnet_has_the_rules" {
  assert {
    condition     = var.existing_vpc == null || try(lower(local.subnet_seen.networkSecurityGroup.id) == lower(azapi_resource.walls.id), false)
    error_message = "The subnet does not have the rules of this module: az network vnet subnet update --ids ${local.subnet_id} --network-security-group ${azapi_resource.walls.id}"
  }
}
