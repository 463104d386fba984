# A network of our making: what is in it, and what may leave it.

mock_provider "azapi" {
  override_data {
    target = data.azapi_client_config.this
    values = { subscription_id = "11111111-2222-4333-8444-555555555555" }
  }
  override_resource {
    target = azapi_resource.group
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod" }
  }
  override_resource {
    target = azapi_resource.network[0]
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.Network/virtualNetworks/bowline-acme-prod" }
  }
  override_resource {
    target = azapi_resource.nat[0]
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.Network/natGateways/bowline-acme-prod" }
  }
  override_resource {
    target = azapi_resource.way_out[0]
    values = { id = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/bowline-acme-prod/providers/Microsoft.Network/publicIPAddresses/bowline-acme-prod", output = { properties = { ipAddress = "192.0.2.77" } } }
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
  vpc        = {}
  control_plane = {
    cidrs = ["203.0.113.0/28", "198.51.100.7/32"]
  }
}

run "one_network_one_cluster_one_registry" {
  assert {
    condition     = length(azapi_resource.network) == 1 && azapi_resource.network[0].body.properties.addressSpace.addressPrefixes[0] == "10.64.0.0/16"
    error_message = "one network, with the usual addresses"
  }
  assert {
    condition     = azapi_resource.network[0].body.properties.subnets[0].properties.defaultOutboundAccess == false
    error_message = "nothing leaves but by the NAT gateway"
  }
  assert {
    condition     = jsonencode(azapi_resource.cluster.body.properties.agentPoolProfiles[0].availabilityZones) == jsonencode(["1", "2", "3"])
    error_message = "nodes in three zones"
  }
  assert {
    condition     = azapi_resource.registry.name == "bowlineacmeprod74a6a81e" && azapi_resource.registry.body.properties.adminUserEnabled == false
    error_message = "a registry with a name of the install's own, and no password"
  }
}

run "whoever_makes_the_cluster_gets_no_rights_in_it" {
  assert {
    condition     = azapi_resource.cluster.body.properties.disableLocalAccounts && azapi_resource.cluster.body.properties.aadProfile.enableAzureRBAC
    error_message = "there is no account but by sign-in, and no right but by a role"
  }
  assert {
    condition     = length(azapi_resource.installer) == 0
    error_message = "nobody is let in who was not named"
  }
  assert {
    condition     = azapi_resource.cluster.body.properties.apiServerAccessProfile == { disableRunCommand = true, enablePrivateCluster = true, enablePrivateClusterPublicFQDN = false, privateDNSZone = "system" }
    error_message = "the Kubernetes API is inside, and no commands are run past it"
  }
}

run "whoever_is_named_is_let_in" {
  variables {
    installer_access     = "99999999-0000-4000-8000-000000000009"
    cluster_access_cidrs = ["198.51.100.7/32"]
  }

  assert {
    condition     = azapi_resource.installer[0].body.properties.principalId == "99999999-0000-4000-8000-000000000009" && endswith(azapi_resource.installer[0].body.properties.roleDefinitionId, "/b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b")
    error_message = "may do all in the cluster, and nothing elsewhere"
  }
  assert {
    condition     = tolist(azapi_resource.cluster.body.properties.apiServerAccessProfile.authorizedIPRanges) == tolist(["198.51.100.7/32", "192.0.2.77/32"])
    error_message = "those ranges, and the nodes' own way out"
  }
  assert {
    condition     = output.cluster_endpoint == "https://outside.example"
    error_message = "the address outside"
  }
}

run "nodes_reach_the_control_plane_on_four_ports_and_else_named_services" {
  assert {
    condition = [for rule in azapi_resource.walls.body.properties.securityRules : jsonencode(rule.properties) if rule.name == "outbound-control-plane"] == [jsonencode({
      description                = "Control plane"
      access                     = "Allow"
      direction                  = "Outbound"
      priority                   = 110
      protocol                   = "Tcp"
      sourcePortRange            = "*"
      sourceAddressPrefix        = "*"
      destinationAddressPrefixes = ["203.0.113.0/28", "198.51.100.7/32"]
      destinationPortRanges      = ["443", "8433", "9090", "9701"]
    })]
    error_message = "443, 8433, 9090 and 9701 to the control plane"
  }
  assert {
    condition = [for rule in azapi_resource.walls.body.properties.securityRules : rule.name if rule.properties.access == "Allow"] == [
      "inbound-among-nodes", "outbound-among-nodes", "outbound-control-plane", "outbound-dns-tcp", "outbound-dns-udp",
      "outbound-azure-sign-in", "outbound-azure-management", "outbound-azure-system-images", "outbound-azure-system-packages",
      "outbound-azure-registry", "outbound-azure-layers",
    ]
    error_message = "these and no others"
  }
  assert {
    condition     = [for rule in azapi_resource.walls.body.properties.securityRules : "${rule.properties.direction} ${rule.properties.priority}" if rule.properties.access == "Deny"] == ["Inbound 4096", "Outbound 4096"]
    error_message = "and the rest is denied, both ways"
  }
}

run "the_tunnel_comes_in_on_two_ports" {
  variables {
    tunnel_cidr = "100.64.0.0/24"
  }

  assert {
    condition     = [for rule in azapi_resource.walls.body.properties.securityRules : "${rule.properties.protocol} ${rule.properties.sourceAddressPrefix} ${join(",", rule.properties.destinationPortRanges)}" if rule.name == "inbound-tunnel"] == ["Tcp 100.64.0.0/24 443,9094"]
    error_message = "443 and 9094, from the tunnel"
  }
}

run "what_is_declared_is_opened" {
  variables {
    control_plane = {
      cidrs  = ["203.0.113.0/28"]
      tunnel = { cidr = "203.0.113.1/32", port = 51820 }
    }
    egress = [{ what = "Orders database", cidr = "192.0.2.10/32", port = 5432 }]
  }

  assert {
    condition     = [for rule in azapi_resource.walls.body.properties.securityRules : "${rule.properties.protocol} ${rule.properties.destinationAddressPrefix} ${rule.properties.destinationPortRange}" if rule.name == "outbound-tunnel"] == ["Udp 203.0.113.1/32 51820"]
    error_message = "the tunnel's one port"
  }
  assert {
    condition     = [for rule in azapi_resource.walls.body.properties.securityRules : "${rule.properties.description}: ${rule.properties.destinationAddressPrefix} ${rule.properties.destinationPortRange}" if rule.name == "outbound-declared-0"] == ["Orders database: 192.0.2.10/32 5432"]
    error_message = "the declared database"
  }
}

run "roles_are_azures_own_on_single_resources" {
  assert {
    condition = toset([
      for assignment in concat([azapi_resource.cluster_in_the_subnet, azapi_resource.cluster_gives_nodes_their_identity, azapi_resource.nodes_pull, azapi_resource.runner_finds_the_cluster], values(azapi_resource.runner_keeps_images)) :
      reverse(split("/", assignment.body.properties.roleDefinitionId))[0]
      ]) == toset([
      "4d97b98b-1d4f-4787-a291-c67834d212e7", "f1a07417-d97a-45cb-824c-7a7467783830", "7f951dda-4ed3-4680-a7ca-43fe172d538d",
      "acdd72a7-3385-48ef-bd42-f606fba81ae7", "8311e382-0749-4cb8-b61a-304f252e45ec", "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
    ])
    error_message = "six roles that Azure has"
  }
  assert {
    condition     = azapi_resource.runner_account.body.properties.subject == "system:serviceaccount:bowline:bowline-runner"
    error_message = "one service account may take the runner's identity"
  }
}
