# The network, where one is to be made: one subnet for everything, without any address outside but that of the way out.

locals {
  made = var.existing_vpc == null ? 1 : 0

  # half for pods, a quarter for nodes, a sixteenth for services
  cidr         = var.vpc == null ? "10.64.0.0/16" : var.vpc.cidr
  node_cidr    = cidrsubnet(local.cidr, 2, 0)
  pod_cidr     = cidrsubnet(local.cidr, 1, 1)
  service_cidr = cidrsubnet(local.cidr, 4, 4)
}

resource "google_compute_network" "this" {
  count                   = local.made
  project                 = var.account_id
  name                    = local.prefix
  description             = "Data plane of ${var.name}, install ${var.install_id}"
  auto_create_subnetworks = false
  routing_mode            = "REGIONAL"
}

resource "google_compute_subnetwork" "nodes" {
  count                    = local.made
  project                  = var.account_id
  region                   = var.region
  name                     = "${local.prefix}-nodes"
  network                  = google_compute_network.this[0].id
  ip_cidr_range            = local.node_cidr
  stack_type               = "IPV4_ONLY"
  private_ip_google_access = true

  secondary_ip_range {
    range_name    = "pods"
    ip_cidr_range = local.pod_cidr
  }

  secondary_ip_range {
    range_name    = "services"
    ip_cidr_range = local.service_cidr
  }

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.5
    metadata             = "INCLUDE_ALL_METADATA"
  }
}

resource "google_compute_address" "way_out" {
  count        = local.made
  project      = var.account_id
  region       = var.region
  name         = local.prefix
  description  = "The one address by which the data plane of ${var.name} leaves"
  address_type = "EXTERNAL"
  labels       = local.labels
}

resource "google_compute_router" "this" {
  count   = local.made
  project = var.account_id
  region  = var.region
  name    = local.prefix
  network = google_compute_network.this[0].id
}

resource "google_compute_router_nat" "this" {
  count                              = local.made
  project                            = var.account_id
  region                             = var.region
  name                               = local.prefix
  router                             = google_compute_router.this[0].name
  nat_ip_allocate_option             = "MANUAL_ONLY"
  nat_ips                            = [google_compute_address.way_out[0].self_link]
  source_subnetwork_ip_ranges_to_nat = "LIST_OF_SUBNETWORKS"

  subnetwork {
    name                    = google_compute_subnetwork.nodes[0].id
    source_ip_ranges_to_nat = ["ALL_IP_RANGES"]
  }

  log_config {
    enable = true
    filter = "ERRORS_ONLY"
  }
}

# Google's own services are reached by four addresses that lead nowhere else, so that no rule has to open 443 to everybody.
locals {
  service_zones = var.existing_vpc == null ? {
    googleapis = "googleapis.com."
    registry   = "pkg.dev."
    images     = "gcr.io."
  } : {}

  service_addresses = [for at in range(4) : cidrhost(var.google_services_cidr, at)]
}

resource "google_dns_managed_zone" "service" {
  for_each    = local.service_zones
  project     = var.account_id
  name        = "${local.prefix}-${each.key}"
  dns_name    = each.value
  description = "Google services inside the network of ${var.name}"
  visibility  = "private"
  labels      = local.labels

  private_visibility_config {
    networks {
      network_url = google_compute_network.this[0].id
    }
  }
}

resource "google_dns_record_set" "service" {
  for_each     = local.service_zones
  project      = var.account_id
  managed_zone = google_dns_managed_zone.service[each.key].name
  name         = each.value
  type         = "A"
  ttl          = 300
  rrdatas      = local.service_addresses
}

resource "google_dns_record_set" "services_below" {
  for_each     = local.service_zones
  project      = var.account_id
  managed_zone = google_dns_managed_zone.service[each.key].name
  name         = "*.${each.value}"
  type         = "CNAME"
  ttl          = 300
  rrdatas      = [each.value]
}

data "google_compute_network" "existing" {
  count   = var.existing_vpc == null ? 0 : 1
  project = var.account_id
  name    = var.existing_vpc.vpc_id
}

data "google_compute_subnetwork" "existing" {
  count   = var.existing_vpc == null ? 0 : 1
  project = var.account_id
  region  = var.region
  name    = var.existing_vpc.subnet_ids[0]

  lifecycle {
    postcondition {
      condition     = endswith(coalesce(self.network, "none"), "/networks/${var.existing_vpc.vpc_id}")
      error_message = "existing_vpc.subnet_ids: ${var.existing_vpc.subnet_ids[0]} is not in network ${var.existing_vpc.vpc_id}, or not in ${var.region}."
    }
    postcondition {
      condition     = self.private_ip_google_access == true
      error_message = "existing_vpc.subnet_ids: ${var.existing_vpc.subnet_ids[0]} does not reach Google's services from inside. Switch on Private Google Access: gcloud compute networks subnets update ${var.existing_vpc.subnet_ids[0]} --region ${var.region} --enable-private-ip-google-access"
    }
    postcondition {
      condition     = tonumber(split("/", self.ip_cidr_range)[1]) <= 25
      error_message = "existing_vpc.subnet_ids: ${self.ip_cidr_range} is too small; 128 addresses are needed (/25)."
    }
    postcondition {
      condition     = length(setsubtract([var.existing_vpc.pods_range, var.existing_vpc.services_range], self.secondary_ip_range[*].range_name)) == 0
      error_message = "existing_vpc: the subnet has the secondary ranges ${join(", ", self.secondary_ip_range[*].range_name)}; pods_range and services_range name ${var.existing_vpc.pods_range} and ${var.existing_vpc.services_range}."
    }
  }
}
