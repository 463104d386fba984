variable "name" {
  description = "Name of the install; everything that is made is called after it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name: 3 to 24 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash."
  }
}

variable "install_id" {
  description = "Id of the install, as the control plane shows it; what can have a label carries it as `bowline-install`."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.install_id))
    error_message = "install_id: a UUID in lower case, as the control plane shows it."
  }
}

variable "account_id" {
  description = "Project that the install is bound to: its id, not its number. Nothing is made in any other."
  type        = string

  validation {
    condition     = can(regex("^([a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.account_id))
    error_message = "account_id: the id of a project, such as acme-streaming-prod."
  }
}

variable "region" {
  description = "Region in which everything is made."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region: a region, not a zone, such as europe-west3."
  }
}

variable "vpc" {
  description = "Network to be made: its addresses, and in how many zones. Leave it out when `existing_vpc` is given."
  type = object({
    cidr  = optional(string, "10.64.0.0/16")
    zones = optional(number, 3)
  })
  default = null

  validation {
    condition     = var.vpc == null || can(cidrhost(var.vpc.cidr, 0)) && can(regex("^[0-9.]+/(1[6-9]|20)$", var.vpc.cidr))
    error_message = "vpc.cidr: an IPv4 range between /16 and /20, such as 10.64.0.0/16."
  }

  validation {
    condition     = var.vpc == null || try(contains([2, 3], var.vpc.zones), false)
    error_message = "vpc.zones: 2 or 3."
  }
}

variable "existing_vpc" {
  description = "Network of yours to be used as it is, in the same project: one subnet with Private Google Access and two secondary ranges, and a way out to the control plane. Nothing is made or changed at its level but rules for the nodes of this install."
  type = object({
    vpc_id         = string
    subnet_ids     = list(string)
    pods_range     = optional(string, "pods")
    services_range = optional(string, "services")
  })
  default = null

  validation {
    condition     = var.existing_vpc == null || can(regex("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", var.existing_vpc.vpc_id))
    error_message = "existing_vpc.vpc_id: the name of a network, such as shared."
  }

  validation {
    condition     = var.existing_vpc == null || try(length(var.existing_vpc.subnet_ids) == 1 && can(regex("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", var.existing_vpc.subnet_ids[0])), false)
    error_message = "existing_vpc.subnet_ids: the name of one subnet; Google's reach over all zones of a region."
  }
}

variable "google_services_cidr" {
  description = "By which of the two ranges Google's services are reached inside the network: private.googleapis.com, or restricted.googleapis.com for a VPC Service Controls perimeter. A network of yours must resolve to it."
  type        = string
  default     = "199.36.153.8/30"

  validation {
    condition     = contains(["199.36.153.8/30", "199.36.153.4/30"], var.google_services_cidr)
    error_message = "google_services_cidr: 199.36.153.8/30 (private.googleapis.com) or 199.36.153.4/30 (restricted.googleapis.com)."
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
  description = "The smallest pool, for what the cluster itself needs. Pools for Kafka are made by the runner later."
  type = object({
    instance_type = optional(string, "e2-standard-2")
    nodes         = optional(number, 2)
    disk_gib      = optional(number, 40)
  })
  default = {}

  validation {
    condition     = var.system_pool.nodes >= 1 && var.system_pool.nodes <= 10 && var.system_pool.disk_gib >= 20
    error_message = "system_pool: 1 to 10 nodes, each with 20 GiB or more."
  }
}

variable "runner" {
  description = "Where in the cluster the runner lives: its namespace and service account, which alone get the runner's identity."
  type = object({
    namespace       = optional(string, "bowline")
    service_account = optional(string, "bowline-runner")
  })
  default = {}
}

variable "tags" {
  description = "Labels of yours on everything that can have one."
  type        = map(string)
  default     = {}

  validation {
    condition     = !anytrue([for key in keys(var.tags) : startswith(key, "bowline-") || startswith(key, "goog")])
    error_message = "tags: keys that begin with bowline- or goog are taken."
  }

  validation {
    condition     = alltrue([for key, value in var.tags : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "tags: Google's labels have lower-case letters, digits, underscores and dashes only, 63 at most."
  }
}

variable "installer_access" {
  description = "Who may sign in to the clusters of this project to put the runner into one: a user, group or service account, as IAM writes it. Set it back to null when the runner is there."
  type        = string
  default     = null

  validation {
    condition     = var.installer_access == null || can(regex("^(user|group|serviceAccount):[^@:]+@[^@:]+$", var.installer_access))
    error_message = "installer_access: a principal such as user:admin@example.com or serviceAccount:name@project.iam.gserviceaccount.com."
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
