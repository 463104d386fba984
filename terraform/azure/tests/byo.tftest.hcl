# A network of the customer's: it is used, and nothing in it is made or changed at its level.

mock_provider "azapi" {
  override_data {
    target = data.azapi_client_config.this
    values = { subscription_id = "11111111-2222-4333-8444-555555555555" }
  }
  override_data {
    target = data.azapi_resource.existing_network[0]
    values = { output = { properties = { addressSpace = { addressPrefixes = ["10.1.0.0/16"] } } } }
  }
  override_data {
    target = data.azapi_resource.existing_subnet[0]
    values = { output = { properties = { addressPrefix = "10.1.8.0/24", natGateway = { id = "/nat" }, networkSecurityGroup = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.Network/networkSecurityGroups/bowline-acme-prod-nodes" } } } }
  }
  override_resource {
    target = azapi_resource.group
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod" }
  }
  override_resource {
    target = azapi_resource.walls
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.Network/networkSecurityGroups/bowline-acme-prod-nodes" }
  }
  override_resource {
    target = azapi_resource.registry
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.ContainerRegistry/registries/bowlineacmeprod74a6a81e", output = { properties = { loginServer = "bowlineacmeprod74a6a81e.azurecr.io" } } }
  }
  override_resource {
    target = azapi_resource.cluster_identity
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/bowline-acme-prod-cluster", output = { properties = { principalId = "aaaaaaaa-0000-4000-8000-000000000001" } } }
  }
  override_resource {
    target = azapi_resource.nodes_identity
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/bowline-acme-prod-nodes", output = { properties = { principalId = "aaaaaaaa-0000-4000-8000-000000000002", clientId = "aaaaaaaa-0000-4000-8000-000000000003" } } }
  }
  override_resource {
    target = azapi_resource.runner_identity
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/bowline-acme-prod-runner", output = { properties = { principalId = "aaaaaaaa-0000-4000-8000-000000000004", clientId = "aaaaaaaa-0000-4000-8000-000000000005" } } }
  }
  override_resource {
    target = azapi_resource.cluster
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.ContainerService/managedClusters/bowline-acme-prod", output = { properties = { fqdn = "outside.example", privateFQDN = "inside.example", oidcIssuerProfile = { issuerURL = "https://issuer.example/" } } } }
  }
}

variables {
  name       = "acme-prod"
  install_id = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
  account_id = "11111111-2222-4333-8444-555555555555"
  region     = "westeurope"
  existing_vpc = {
    vpc_id     = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub"
    subnet_ids = ["/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/data"]
  }
  control_plane = {
    cidrs = ["203.0.113.0/28"]
  }
}

run "nothing_is_made_at_the_level_of_the_network" {
  assert {
    condition     = length(azapi_resource.network) + length(azapi_resource.nat) + length(azapi_resource.way_out) == 0
    error_message = "a network that is there stays as it is"
  }
  assert {
    condition     = endswith(azapi_resource.cluster.body.properties.agentPoolProfiles[0].vnetSubnetID, "/virtualNetworks/hub/subnets/data")
    error_message = "nodes are in the subnet that was given"
  }
  assert {
    condition     = [for rule in azapi_resource.walls.body.properties.securityRules : rule.properties.destinationAddressPrefix if rule.name == "outbound-dns-udp"] == ["10.1.0.0/16"]
    error_message = "DNS inside that network"
  }
}

run "a_subnet_without_the_rules_is_told" {
  override_data {
    target = data.azapi_resource.existing_subnet[0]
    values = { output = { properties = { addressPrefix = "10.1.8.0/24", natGateway = { id = "/nat" } } } }
  }

  expect_failures = [check.the_subnet_has_the_rules]
}

run "a_subnet_with_too_few_addresses_is_refused" {
  command = plan

  override_data {
    target = data.azapi_resource.existing_subnet[0]
    values = { output = { properties = { addressPrefix = "10.1.8.0/25", natGateway = { id = "/nat" }, networkSecurityGroup = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.Network/networkSecurityGroups/bowline-acme-prod-nodes" } } } }
  }

  expect_failures = [terraform_data.subnet[0]]
}

run "a_subnet_without_a_way_out_is_refused" {
  command = plan

  override_data {
    target = data.azapi_resource.existing_subnet[0]
    values = { output = { properties = { addressPrefix = "10.1.8.0/24", networkSecurityGroup = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.Network/networkSecurityGroups/bowline-acme-prod-nodes" } } } }
  }

  expect_failures = [terraform_data.subnet[0]]
}

run "a_route_of_the_customers_own_is_a_way_out" {
  variables {
    existing_vpc = {
      vpc_id     = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub"
      subnet_ids = ["/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/data"]
      way_out    = "route-table"
    }
  }

  override_data {
    target = data.azapi_resource.existing_subnet[0]
    values = { output = { properties = { addressPrefix = "10.1.8.0/24", routeTable = { id = "/table" }, networkSecurityGroup = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.Network/networkSecurityGroups/bowline-acme-prod-nodes" } } } }
  }

  assert {
    condition     = azapi_resource.cluster.body.properties.networkProfile.outboundType == "userDefinedRouting"
    error_message = "by the firewall of theirs"
  }
}
