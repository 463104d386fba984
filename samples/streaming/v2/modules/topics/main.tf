# Topics as data: needs no cloud and no provider beyond what the binary carries.
terraform {
  required_version = ">= 1.6"
}

variable "prefix" {
  type        = string
  description = "In front of every topic's name."
}

variable "topics" {
  type = list(string)
}

variable "partitions" {
  type = number
}

resource "terraform_data" "topic" {
  for_each = toset(var.topics)
  input = {
    name       = "${var.prefix}.${each.key}"
    partitions = var.partitions
  }
}

output "topic_prefix" {
  description = "What consumers subscribe to."
  value       = "${var.prefix}."
}

output "topic_names" {
  value = sort([for topic in terraform_data.topic : topic.output.name])
}
