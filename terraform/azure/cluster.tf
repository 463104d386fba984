# The cluster with its smallest pool. Whoever makes it gets no rights in it: there are no local accounts, and who may put the
# runner into it is said by `installer_access`, and that goes away again.

resource "azapi_resource" "cluster_identity" {
  type      = "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31"
  parent_id = azapi_resource.group.id
  name      = "${local.prefix}-cluster"
  location  = var.region
  tags      = local.tags
  body      = {}

  response_export_values = ["properties.principalId"]
}

resource "azapi_resource" "nodes_identity" {
  type      = "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31"
  parent_id = azapi_resource.group.id
  name      = "${local.prefix}-nodes"
  location  = var.region
  tags      = local.tags
  body      = {}

  response_export_values = ["properties.principalId", "properties.clientId"]
}

locals {
  private = length(var.cluster_access_cidrs) == 0
}

resource "azapi_resource" "cluster" {
  type      = "Microsoft.ContainerService/managedClusters@2024-05-01"
  parent_id = azapi_resource.group.id
  name      = local.prefix
  location  = var.region
  tags      = local.tags

  identity {
    type         = "UserAssigned"
    identity_ids = [azapi_resource.cluster_identity.id]
  }

  body = {
    sku = { name = "Base", tier = "Standard" }
    properties = {
      kubernetesVersion    = var.kubernetes_version
      dnsPrefix            = local.prefix
      nodeResourceGroup    = "${local.prefix}-nodes"
      enableRBAC           = true
      disableLocalAccounts = true
      aadProfile           = { managed = true, enableAzureRBAC = true }
      oidcIssuerProfile    = { enabled = true }
      securityProfile      = { workloadIdentity = { enabled = true } }
      autoUpgradeProfile   = { upgradeChannel = "none", nodeOSUpgradeChannel = "NodeImage" }

      apiServerAccessProfile = { for key, value in {
        # commands are Azure's own way into a private cluster with all rights, for whoever may run them
        disableRunCommand              = true
        enablePrivateCluster           = local.private
        enablePrivateClusterPublicFQDN = local.private ? false : null
        privateDNSZone                 = local.private ? "system" : null
        authorizedIPRanges = local.private ? null : concat(var.cluster_access_cidrs, [
          for address in azapi_resource.way_out : "${address.output.properties.ipAddress}/32"
        ])
      } : key => value if value != null }

      networkProfile = {
        networkPlugin     = "azure"
        networkPluginMode = "overlay"
        networkDataplane  = "cilium"
        networkPolicy     = "cilium"
        podCidr           = var.pod_cidr
        serviceCidr       = var.service_cidr
        dnsServiceIP      = cidrhost(var.service_cidr, 10)
        loadBalancerSku   = "standard"
        outboundType      = local.leaves_by == "nat-gateway" ? "userAssignedNATGateway" : "userDefinedRouting"
      }

      identityProfile = {
        kubeletidentity = {
          resourceId = azapi_resource.nodes_identity.id
          clientId   = azapi_resource.nodes_identity.output.properties.clientId
          objectId   = azapi_resource.nodes_identity.output.properties.principalId
        }
      }

      agentPoolProfiles = [{
        name              = "system"
        mode              = "System"
        type              = "VirtualMachineScaleSets"
        count             = var.system_pool.nodes
        vmSize            = var.system_pool.instance_type
        osType            = "Linux"
        osSKU             = "AzureLinux"
        osDiskSizeGB      = var.system_pool.disk_gib
        availabilityZones = [for zone in range(try(var.vpc.zones, 3)) : tostring(zone + 1)]
        maxPods           = 110
        vnetSubnetID      = local.subnet_id
        upgradeSettings   = { maxSurge = "33%" }
      }]

      diskEncryptionSetID = var.disk_encryption_set_id
    }
  }

  response_export_values = ["properties.fqdn", "properties.privateFQDN", "properties.oidcIssuerProfile.issuerURL"]

  depends_on = [
    azapi_resource.cluster_in_the_subnet,
    azapi_resource.cluster_gives_nodes_their_identity,
    azapi_resource.nodes_pull,
    terraform_data.subnet,
  ]
}
