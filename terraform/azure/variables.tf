variable "name" {
  description = "Name of the install; everything that is made is called after it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name: 3 to 24 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash."
  }
}

variable "install_id" {
  description = "Id of the install, as the control plane shows it; every resource carries it as a tag."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.install_id))
    error_message = "install_id: a UUID in lower case, as the control plane shows it."
  }
}

variable "account_id" {
  description = "Subscription that the install is bound to. Nothing is made in any other."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.account_id))
    error_message = "account_id: the id of a subscription, a UUID in lower case."
  }
}

variable "region" {
  description = "Region in which everything is made."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{2,31}$", var.region))
    error_message = "region: the short name of a region, such as westeurope."
  }
}

variable "vpc" {
  description = "Network to be made: its addresses, and over how many zones nodes are spread. Leave it out when `existing_vpc` is given."
  type = object({
    cidr  = optional(string, "10.64.0.0/16")
    zones = optional(number, 3)
  })
  default = null

  validation {
    condition     = var.vpc == null || can(cidrhost(var.vpc.cidr, 0)) && can(regex("^[0-9.]+/(1[6-9]|2[01])$", var.vpc.cidr))
    error_message = "vpc.cidr: an IPv4 range between /16 and /21, such as 10.64.0.0/16."
  }

  validation {
    condition     = var.vpc == null || try(contains([2, 3], var.vpc.zones), false)
    error_message = "vpc.zones: 2 or 3."
  }
}

variable "existing_vpc" {
  description = "Network of yours to be used as it is: one subnet of it, and how that reaches the control plane: by a `nat-gateway` or a `route-table`. Nothing is made or changed at its level."
  type = object({
    vpc_id     = string
    subnet_ids = list(string)
    way_out    = optional(string, "nat-gateway")
  })
  default = null

  validation {
    condition     = var.existing_vpc == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/virtualNetworks/[^/]+$", var.existing_vpc.vpc_id))
    error_message = "existing_vpc.vpc_id: the whole id of a network, /subscriptions/.../virtualNetworks/<name>."
  }

  validation {
    condition     = var.existing_vpc == null || try(length(var.existing_vpc.subnet_ids) == 1 && startswith(var.existing_vpc.subnet_ids[0], "${var.existing_vpc.vpc_id}/subnets/"), false)
    error_message = "existing_vpc.subnet_ids: exactly one subnet, of that network; in Azure a subnet is in every zone."
  }

  validation {
    condition     = var.existing_vpc == null || try(contains(["nat-gateway", "route-table"], var.existing_vpc.way_out), false)
    error_message = "existing_vpc.way_out: nat-gateway or route-table."
  }

  validation {
    condition     = (var.vpc == null) != (var.existing_vpc == null)
    error_message = "Give either vpc, to have a network made, or existing_vpc, to use one of yours; not both and not neither."
  }
}

variable "pod_cidr" {
  description = "Addresses of pods; they are seen inside the cluster only."
  type        = string
  default     = "10.244.0.0/16"

  validation {
    condition     = can(cidrhost(var.pod_cidr, 0)) && can(regex("^[0-9.]+/(1[0-9]|20)$", var.pod_cidr))
    error_message = "pod_cidr: an IPv4 range between /10 and /20, such as 10.244.0.0/16."
  }
}

variable "service_cidr" {
  description = "Addresses of services in the cluster; they are seen inside the cluster only."
  type        = string
  default     = "10.245.0.0/16"

  validation {
    condition     = can(cidrhost(var.service_cidr, 10)) && can(regex("^[0-9.]+/(1[2-9]|2[0-4])$", var.service_cidr))
    error_message = "service_cidr: an IPv4 range between /12 and /24, such as 10.245.0.0/16."
  }
}

variable "control_plane" {
  description = "Address ranges of the control plane: the data plane may reach them on 443, 8433, 9090 and 9701, and by the tunnel's one UDP port."
  type = object({
    cidrs  = list(string)
    tunnel = optional(object({ cidr = string, port = number }))
  })

  validation {
    condition     = length(var.control_plane.cidrs) > 0 && alltrue([for range in var.control_plane.cidrs : can(cidrhost(range, 0)) && !can(regex("/0$", range))])
    error_message = "control_plane.cidrs: at least one range, and none that means everything (/0)."
  }

  validation {
    condition     = var.control_plane.tunnel == null || try(can(cidrhost(var.control_plane.tunnel.cidr, 0)) && !can(regex("/0$", var.control_plane.tunnel.cidr)) && var.control_plane.tunnel.port > 0 && var.control_plane.tunnel.port < 65536, false)
    error_message = "control_plane.tunnel: a range that does not mean everything (/0), and a port from 1 to 65535."
  }
}

variable "tunnel_cidr" {
  description = "Addresses from which the control plane comes in by the tunnel: they reach the nodes on 443 and 9094. Nothing else comes in, and nothing at all without it."
  type        = string
  default     = null

  validation {
    condition     = var.tunnel_cidr == null || can(cidrhost(var.tunnel_cidr, 0)) && can(regex("^[0-9.]+/([89]|[12][0-9]|3[0-2])$", var.tunnel_cidr))
    error_message = "tunnel_cidr: an IPv4 range of /8 or smaller, such as 100.64.0.0/24."
  }
}

variable "egress" {
  description = "What else the data plane may reach: the declared sources and destinations of its connectors."
  type = list(object({
    what = string
    cidr = string
    port = number
  }))
  default = []

  validation {
    condition     = length(var.egress) <= 300
    error_message = "egress: at most 300 of them."
  }

  validation {
    condition     = alltrue([for rule in var.egress : can(cidrhost(rule.cidr, 0)) && !can(regex("/0$", rule.cidr)) && rule.port > 0 && rule.port < 65536])
    error_message = "egress: each with a range that does not mean everything (/0), and a port from 1 to 65535."
  }
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes."
  type        = string
  default     = "1.33"

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "kubernetes_version: a minor version, such as 1.33."
  }
}

variable "system_pool" {
  description = "The smallest pool, for what the cluster itself needs. Pools for Kafka are made by the runner later."
  type = object({
    instance_type = optional(string, "Standard_D2s_v5")
    nodes         = optional(number, 2)
    disk_gib      = optional(number, 64)
  })
  default = {}

  validation {
    condition     = var.system_pool.nodes >= 1 && var.system_pool.nodes <= 10 && var.system_pool.disk_gib >= 20
    error_message = "system_pool: 1 to 10 nodes, each with 20 GiB or more."
  }
}

variable "runner" {
  description = "Where in the cluster the runner lives: its namespace and service account, which alone get the runner's role."
  type = object({
    namespace       = optional(string, "bowline")
    service_account = optional(string, "bowline-runner")
  })
  default = {}
}

variable "disk_encryption_set_id" {
  description = "Disk encryption set of yours with a key of yours, for the disks of nodes. Without it they are encrypted with keys of Azure's, as everything there is."
  type        = string
  default     = null

  validation {
    condition     = var.disk_encryption_set_id == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Compute/diskEncryptionSets/[^/]+$", var.disk_encryption_set_id))
    error_message = "disk_encryption_set_id: the whole id of a disk encryption set, /subscriptions/.../diskEncryptionSets/<name>."
  }
}

variable "tags" {
  description = "Tags of yours on everything that is made."
  type        = map(string)
  default     = {}

  validation {
    condition     = !anytrue([for key in keys(var.tags) : startswith(key, "bowline:") || can(regex("[<>%&\\\\?/]", key))])
    error_message = "tags: keys that begin with bowline: are taken, and Azure allows none of < > % & \\ ? / in them."
  }
}

variable "installer_access" {
  description = "Who may sign in to the cluster to put the runner into it: the object id of a person, group or application. Set it back to null when the runner is there."
  type        = string
  default     = null

  validation {
    condition     = var.installer_access == null || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.installer_access))
    error_message = "installer_access: an object id, a UUID in lower case."
  }
}

variable "cluster_access_cidrs" {
  description = "Where the Kubernetes API may be reached from outside the network. With none it is reached from inside only."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for range in var.cluster_access_cidrs : can(cidrhost(range, 0)) && !can(regex("/0$", range))])
    error_message = "cluster_access_cidrs: address ranges, and none that means everything (/0)."
  }
}
