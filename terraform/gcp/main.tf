data "google_project" "this" {
  project_id = var.account_id

  # not a validation of the variables: one that looks at two of them needs a Terraform that the clouds' own services do not have
  lifecycle {
    precondition {
      condition     = (var.vpc == null) != (var.existing_vpc == null)
      error_message = "Give either vpc, to have a network made, or existing_vpc, to use one of yours; not both and not neither."
    }
  }
}

data "google_compute_zones" "open" {
  project = var.account_id
  region  = var.region
  status  = "UP"
}

locals {
  prefix = "bowline-${var.name}"

  labels = merge(var.tags, {
    bowline-install = var.install_id
    bowline-name    = var.name
    bowline-layer   = "base"
  })

  vpc_id    = var.existing_vpc == null ? google_compute_network.this[0].id : data.google_compute_network.existing[0].id
  subnet_id = var.existing_vpc == null ? google_compute_subnetwork.nodes[0].id : data.google_compute_subnetwork.existing[0].id

  ranges = var.existing_vpc == null ? { pods = "pods", services = "services" } : { pods = var.existing_vpc.pods_range, services = var.existing_vpc.services_range }

  # where nodes and pods have their addresses
  node_cidrs = var.existing_vpc == null ? [local.node_cidr, local.pod_cidr] : concat(
    [data.google_compute_subnetwork.existing[0].ip_cidr_range],
    [for range in data.google_compute_subnetwork.existing[0].secondary_ip_range : range.ip_cidr_range if range.range_name == var.existing_vpc.pods_range]
  )

  zones = slice(data.google_compute_zones.open.names, 0, min(var.vpc == null ? 3 : var.vpc.zones, length(data.google_compute_zones.open.names)))
}
