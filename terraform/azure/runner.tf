# The runner's identity: one service account of this one cluster may take it. Its rights are Azure's own roles on single
# resources: making a role of our own would need the right to make any.

resource "azapi_resource" "runner_identity" {
  type      = "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31"
  parent_id = azapi_resource.group.id
  name      = "${local.prefix}-runner"
  location  = var.region
  tags      = local.tags
  body      = {}

  response_export_values = ["properties.principalId", "properties.clientId"]
}

resource "azapi_resource" "runner_account" {
  type      = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31"
  parent_id = azapi_resource.runner_identity.id
  name      = "runner"

  body = {
    properties = {
      issuer    = azapi_resource.cluster.output.properties.oidcIssuerProfile.issuerURL
      subject   = "system:serviceaccount:${var.runner.namespace}:${var.runner.service_account}"
      audiences = ["api://AzureADTokenExchange"]
    }
  }
}

# --- who may do what ------------------------------------------------------------------------------

locals {
  # Azure's own roles, by the ids that they have everywhere
  roles = {
    for name, id in {
      network  = "4d97b98b-1d4f-4787-a291-c67834d212e7" # Network Contributor
      operator = "f1a07417-d97a-45cb-824c-7a7467783830" # Managed Identity Operator
      pull     = "7f951dda-4ed3-4680-a7ca-43fe172d538d" # AcrPull
      push     = "8311e382-0749-4cb8-b61a-304f252e45ec" # AcrPush
      delete   = "c2f4ef07-c644-48eb-af81-4b1b4947fb11" # AcrDelete
      reader   = "acdd72a7-3385-48ef-bd42-f606fba81ae7" # Reader; it lists no credentials
      admin    = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b" # Azure Kubernetes Service RBAC Cluster Admin
    } : name => "${local.subscription}/providers/Microsoft.Authorization/roleDefinitions/${id}"
  }

  # the space in which Azure's templates make names out of texts, so that both doors give the same
  names = "11fb06fb-712d-4ddd-98c7-e71bbd588830"
}

resource "azapi_resource" "cluster_in_the_subnet" {
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  parent_id = local.subnet_id
  name      = uuidv5(local.names, "${var.install_id}-cluster-subnet")

  body = {
    properties = {
      description      = "The cluster puts its nodes into the subnet"
      principalId      = azapi_resource.cluster_identity.output.properties.principalId
      principalType    = "ServicePrincipal"
      roleDefinitionId = local.roles.network
    }
  }
}

resource "azapi_resource" "cluster_gives_nodes_their_identity" {
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  parent_id = azapi_resource.nodes_identity.id
  name      = uuidv5(local.names, "${var.install_id}-cluster-nodes")

  body = {
    properties = {
      description      = "The cluster gives nodes their identity"
      principalId      = azapi_resource.cluster_identity.output.properties.principalId
      principalType    = "ServicePrincipal"
      roleDefinitionId = local.roles.operator
    }
  }
}

resource "azapi_resource" "nodes_pull" {
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  parent_id = azapi_resource.registry.id
  name      = uuidv5(local.names, "${var.install_id}-nodes-pull")

  body = {
    properties = {
      description      = "Nodes pull images"
      principalId      = azapi_resource.nodes_identity.output.properties.principalId
      principalType    = "ServicePrincipal"
      roleDefinitionId = local.roles.pull
    }
  }
}

resource "azapi_resource" "runner_keeps_images" {
  for_each  = { push = local.roles.push, delete = local.roles.delete }
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  parent_id = azapi_resource.registry.id
  name      = uuidv5(local.names, "${var.install_id}-runner-${each.key}")

  body = {
    properties = {
      description      = "The runner keeps images: ${each.key}"
      principalId      = azapi_resource.runner_identity.output.properties.principalId
      principalType    = "ServicePrincipal"
      roleDefinitionId = each.value
    }
  }
}

resource "azapi_resource" "runner_finds_the_cluster" {
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  parent_id = azapi_resource.cluster.id
  name      = uuidv5(local.names, "${var.install_id}-runner-cluster")

  body = {
    properties = {
      description      = "The runner finds its cluster"
      principalId      = azapi_resource.runner_identity.output.properties.principalId
      principalType    = "ServicePrincipal"
      roleDefinitionId = local.roles.reader
    }
  }
}

# it makes the runner's namespace and rights, so it has to be allowed all that it gives
resource "azapi_resource" "installer" {
  count     = var.installer_access == null ? 0 : 1
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  parent_id = azapi_resource.cluster.id
  name      = uuidv5(local.names, "${var.install_id}-installer-cluster")

  body = {
    properties = {
      description      = "Puts the runner into the cluster, and goes away again"
      principalId      = var.installer_access
      roleDefinitionId = local.roles.admin
    }
  }
}
