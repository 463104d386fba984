# Bad input, refused before anything is asked or made.

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
    cidrs = ["203.0.113.0/28"]
  }
}

run "another_account" {
  command = plan
  variables {
    account_id = "66666666-2222-4333-8444-555555555555"
  }
  expect_failures = [data.azapi_client_config.this]
}

run "a_name_too_long" {
  command = plan
  variables {
    name = "a-name-that-is-longer-than-it-may"
  }
  expect_failures = [var.name]
}

run "a_name_with_capitals" {
  command = plan
  variables {
    name = "Acme"
  }
  expect_failures = [var.name]
}

run "an_install_without_an_id" {
  command = plan
  variables {
    install_id = "acme-prod"
  }
  expect_failures = [var.install_id]
}

run "a_network_too_small" {
  command = plan
  variables {
    vpc = { cidr = "10.64.0.0/22" }
  }
  expect_failures = [var.vpc]
}

run "addresses_that_are_none" {
  command = plan
  variables {
    vpc = { cidr = "10.64.0.0.0/16" }
  }
  expect_failures = [var.vpc]
}

run "addresses_of_another_family" {
  command = plan
  variables {
    vpc = { cidr = "fd00::/16" }
  }
  expect_failures = [var.vpc]
}

run "one_zone" {
  command = plan
  variables {
    vpc = { zones = 1 }
  }
  expect_failures = [var.vpc]
}

run "two_networks_at_once" {
  command = plan
  variables {
    existing_vpc = {
      vpc_id     = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub"
      subnet_ids = ["/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/data"]
    }
  }
  expect_failures = [var.existing_vpc]
}

run "no_network" {
  command = plan
  variables {
    vpc = null
  }
  expect_failures = [var.existing_vpc]
}

run "a_way_out_to_everywhere" {
  command = plan
  variables {
    control_plane = { cidrs = ["0.0.0.0/0"] }
  }
  expect_failures = [var.control_plane]
}

run "a_declared_destination_that_is_everything" {
  command = plan
  variables {
    egress = [{ what = "all", cidr = "0.0.0.0/0", port = 443 }]
  }
  expect_failures = [var.egress]
}

run "tags_that_are_taken" {
  command = plan
  variables {
    tags = { "bowline:install" = "mine" }
  }
  expect_failures = [var.tags]
}

run "an_open_kubernetes" {
  command = plan
  variables {
    cluster_access_cidrs = ["0.0.0.0/0"]
  }
  expect_failures = [var.cluster_access_cidrs]
}

run "a_region_by_its_long_name" {
  command = plan
  variables {
    region = "West Europe"
  }
  expect_failures = [var.region]
}

run "a_subnet_of_another_network" {
  command = plan
  variables {
    vpc = null
    existing_vpc = {
      vpc_id     = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub"
      subnet_ids = ["/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/other/subnets/data"]
    }
  }
  expect_failures = [var.existing_vpc]
}

run "somebody_by_name_in_place_of_an_object_id" {
  command = plan
  variables {
    installer_access = "admin@example.com"
  }
  expect_failures = [var.installer_access]
}

run "services_with_addresses_too_few" {
  command = plan
  variables {
    service_cidr = "10.245.0.0/28"
  }
  expect_failures = [var.service_cidr]
}

run "a_tunnel_that_is_half_of_everything" {
  command = plan
  variables {
    tunnel_cidr = "0.0.0.0/1"
  }
  expect_failures = [var.tunnel_cidr]
}
