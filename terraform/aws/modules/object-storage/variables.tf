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

variable "account_id" {
  description = "Account that the install is bound to: names of buckets are the whole world's, so it is in this one's."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id: the 12 digits of an AWS account."
  }
}

variable "kms_key_arn" {
  description = "Key that everything in the bucket is encrypted with, the base layer's or another of yours. Empty for the one of AWS's own service."
  type        = string
  default     = ""
}

variable "tags" {
  description = "More tags for every resource."
  type        = map(string)
  default     = {}
}
