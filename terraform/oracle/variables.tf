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
  description = "Tenancy that the install is bound to."
  type        = string

  validation {
    condition     = can(regex("^ocid1\\.tenancy\\.[a-z0-9]+\\.\\.[a-z0-9]+$", var.account_id))
    error_message = "account_id: the OCID of a tenancy, such as ocid1.tenancy.oc1..aaaa."
  }
}

variable "compartment_id" {
  description = "Compartment in which everything is made. Without it, the root of the tenancy; a compartment of its own is better."
  type        = string
  default     = null

  validation {
    condition     = var.compartment_id == null || can(regex("^ocid1\\.(compartment|tenancy)\\.[a-z0-9]+\\.\\.[a-z0-9]+$", var.compartment_id))
    error_message = "compartment_id: the OCID of a compartment, such as ocid1.compartment.oc1..aaaa."
  }
}

variable "region" {
  description = "Region in which everything is made; that of the provider."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2,3}-[a-z-]+-[0-9]$", var.region))
    error_message = "region: a region by its whole name, such as eu-frankfurt-1."
  }
}

variable "vpc" {
  description = "Network to be made: its addresses, and in how many availability domains, where the region has as many. Leave it out when `existing_vpc` is given."
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
  description = "Network of yours to be used as it is: private subnets for nodes, one for the Kubernetes API (the first of those, if it is left out), a way out to the control plane and a service gateway. Nothing is made or changed at its level but the groups of this install."
  type = object({
    vpc_id        = string
    subnet_ids    = list(string)
    api_subnet_id = optional(string)
  })
  default = null

  validation {
    condition     = var.existing_vpc == null || can(regex("^ocid1\\.vcn\\.", var.existing_vpc.vpc_id))
    error_message = "existing_vpc.vpc_id: the OCID of a network, such as ocid1.vcn.oc1.eu-frankfurt-1.aaaa."
  }

  validation {
    condition     = var.existing_vpc == null || try(length(var.existing_vpc.subnet_ids) >= 1 && alltrue([for id in var.existing_vpc.subnet_ids : can(regex("^ocid1\\.subnet\\.", id))]), false)
    error_message = "existing_vpc.subnet_ids: OCIDs of subnets; one is enough where it reaches over the region."
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
  description = "The smallest pool, for what the cluster itself needs: one OCPU is two vCPU. Pools for Kafka are made by the runner later."
  type = object({
    instance_type = optional(string, "VM.Standard.E5.Flex")
    ocpus         = optional(number, 1)
    memory_gib    = optional(number, 8)
    nodes         = optional(number, 2)
    disk_gib      = optional(number, 50)
  })
  default = {}

  validation {
    condition     = var.system_pool.nodes >= 1 && var.system_pool.nodes <= 10 && var.system_pool.disk_gib >= 50
    error_message = "system_pool: 1 to 10 nodes, each with 50 GiB or more."
  }

  validation {
    condition     = endswith(var.system_pool.instance_type, ".Flex") && var.system_pool.ocpus >= 1 && var.system_pool.memory_gib >= 4
    error_message = "system_pool: a flexible shape such as VM.Standard.E5.Flex, with 1 OCPU and 4 GiB or more."
  }
}

variable "runner" {
  description = "Where in the cluster the runner lives: its namespace and service account, which alone get the runner's rights."
  type = object({
    namespace       = optional(string, "bowline")
    service_account = optional(string, "bowline-runner")
  })
  default = {}
}

variable "tags" {
  description = "Tags of yours on everything that is made."
  type        = map(string)
  default     = {}

  validation {
    condition     = !anytrue([for key in keys(var.tags) : startswith(key, "bowline:")])
    error_message = "tags: keys that begin with bowline: are taken."
  }

  validation {
    condition     = alltrue([for key in keys(var.tags) : can(regex("^[^. ]{1,100}$", key))])
    error_message = "tags: Oracle's keys have no periods and no spaces, and 100 characters at most."
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
