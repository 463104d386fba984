# Who may reach whom. Each rule has a name and a sentence; what no rule names is denied, both ways.

locals {
  # what leaves for the control plane: https, logs, metrics, the runner's link
  control_plane_ports = ["443", "8433", "9090", "9701"]

  # what comes in by the tunnel, and by nothing else: Connect, Schema Registry and Flink; Kafka
  tunnel_ports = ["443", "9094"]

  # nodes and their pods, which have addresses of their own
  inside = [local.subnet_cidr, var.pod_cidr]

  # Azure's own services have no fixed addresses, but tags. AKS needs its images and packages (the registry of Microsoft
  # and its front door), sign-in and Azure's API; images of the data plane come from the customer's registry.
  services = concat([
    { tag = "AzureActiveDirectory", name = "sign-in", what = "Sign-in of the runner's identity" },
    { tag = "AzureResourceManager", name = "management", what = "Azure's API" },
    { tag = "MicrosoftContainerRegistry", name = "system-images", what = "Images of the cluster's own parts" },
    { tag = "AzureFrontDoor.FirstParty", name = "system-packages", what = "Layers and packages of the cluster's own parts" },
    { tag = "AzureContainerRegistry.${var.region}", name = "registry", what = "The customer's registry" },
    { tag = "Storage.${var.region}", name = "layers", what = "Layers of images in the customer's registry" },
    ], local.private ? [] : [
    { tag = "AzureCloud.${var.region}", name = "kubernetes-api", what = "The Kubernetes API, which has a public address" },
  ])

  rules_in = concat(
    [
      { at = 100, name = "among-nodes", what = "Nodes and pods speak to each other", protocol = "*", from = local.inside, to = local.inside, ports = ["*"] },
    ],
    var.tunnel_cidr == null ? [] : [
      { at = 110, name = "tunnel", what = "From the tunnel: https and kafka", protocol = "Tcp", from = [var.tunnel_cidr], to = local.inside, ports = local.tunnel_ports },
    ],
  )

  rules_out = concat(
    [
      { at = 100, name = "among-nodes", what = "Nodes and pods speak to each other", protocol = "*", from = local.inside, to = local.inside, ports = ["*"] },
      { at = 110, name = "control-plane", what = "Control plane", protocol = "Tcp", from = ["*"], to = var.control_plane.cidrs, ports = local.control_plane_ports },
      { at = 120, name = "dns-tcp", what = "DNS inside the network", protocol = "Tcp", from = ["*"], to = local.vpc_cidrs, ports = ["53"] },
      { at = 130, name = "dns-udp", what = "DNS inside the network", protocol = "Udp", from = ["*"], to = local.vpc_cidrs, ports = ["53"] },
    ],
    var.control_plane.tunnel == null ? [] : [
      { at = 140, name = "tunnel", what = "Tunnel to the control plane", protocol = "Udp", from = ["*"], to = [var.control_plane.tunnel.cidr], ports = [tostring(var.control_plane.tunnel.port)] },
    ],
    [for at, service in local.services : { at = 200 + 10 * at, name = "azure-${service.name}", what = service.what, protocol = "Tcp", from = ["*"], to = [service.tag], ports = ["443"] }],
    [for at, rule in var.egress : { at = 1000 + 10 * at, name = "declared-${at}", what = rule.what, protocol = "Tcp", from = ["*"], to = [rule.cidr], ports = [tostring(rule.port)] }],
  )

  security_rules = flatten([
    for way, rules in { Inbound = local.rules_in, Outbound = local.rules_out } : [
      for rule in rules : {
        name = "${lower(way)}-${rule.name}"
        properties = { for key, value in {
          description     = rule.what
          access          = "Allow"
          direction       = way
          priority        = rule.at
          protocol        = rule.protocol
          sourcePortRange = "*"
          # Azure wants one as text and several as a list
          sourceAddressPrefix        = length(rule.from) == 1 ? rule.from[0] : null
          sourceAddressPrefixes      = length(rule.from) == 1 ? null : rule.from
          destinationAddressPrefix   = length(rule.to) == 1 ? rule.to[0] : null
          destinationAddressPrefixes = length(rule.to) == 1 ? null : rule.to
          destinationPortRange       = length(rule.ports) == 1 ? rule.ports[0] : null
          destinationPortRanges      = length(rule.ports) == 1 ? null : rule.ports
        } : key => value if value != null }
      }
    ]
  ])
}

resource "azapi_resource" "walls" {
  type      = "Microsoft.Network/networkSecurityGroups@2024-01-01"
  parent_id = azapi_resource.group.id
  name      = "${local.prefix}-nodes"
  location  = var.region
  tags      = local.tags

  body = {
    properties = {
      securityRules = concat(local.security_rules, [
        for way in ["Inbound", "Outbound"] : {
          name = "${lower(way)}-nothing-else"
          properties = {
            description              = "What no rule names is denied"
            access                   = "Deny"
            direction                = way
            priority                 = 4096
            protocol                 = "*"
            sourcePortRange          = "*"
            sourceAddressPrefix      = "*"
            destinationAddressPrefix = "*"
            destinationPortRange     = "*"
          }
        }
      ])
    }
  }
}
