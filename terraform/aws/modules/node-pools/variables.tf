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
}

variable "cluster_name" {
  description = "Output `cluster_name` of the base layer."
  type        = string
}

variable "subnet_ids" {
  description = "Output `subnet_ids` of the base layer: private subnets."
  type        = list(string)
}

variable "node_security_group_id" {
  description = "Output `node_security_group_id` of the base layer: what nodes may reach."
  type        = string
}

variable "node_role_arn" {
  description = "Role of the base layer's nodes, `bowline-<name>-nodes`."
  type        = string
}

variable "pools" {
  description = "Pools by name: how many machines, of which type, and what such a machine has, which AWS is asked before anything is made. `disk_gib` is each machine's own; what brokers keep lies in the bucket."
  type = map(object({
    nodes         = number
    instance_type = string
    cpu           = number
    memory_gib    = number
    disk_gib      = optional(number, 50)
    most          = optional(number)
  }))
  default = {
    small = { nodes = 4, instance_type = "m6i.large", cpu = 2, memory_gib = 8 }
    large = { nodes = 2, instance_type = "m6i.xlarge", cpu = 4, memory_gib = 16 }
  }

  validation {
    condition     = alltrue([for name, pool in var.pools : can(regex("^[a-z][a-z0-9-]{0,19}$", name)) && name != "system"])
    error_message = "pools: names of up to 20 lower-case letters, digits and dashes; system is the base layer's own."
  }

  validation {
    condition     = alltrue([for pool in values(var.pools) : pool.nodes >= 1 && pool.nodes <= 100 && floor(pool.nodes) == pool.nodes])
    error_message = "pools: 1 to 100 machines each."
  }

  validation {
    condition     = alltrue([for pool in values(var.pools) : pool.disk_gib >= 20])
    error_message = "pools: disk_gib of 20 or more."
  }
}

variable "tags" {
  description = "More tags for every resource."
  type        = map(string)
  default     = {}
}
