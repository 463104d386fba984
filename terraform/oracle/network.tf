# The network, where one is to be made: a subnet for nodes, one for the Kubernetes API, and ways out that nothing comes in by.

locals {
  made   = var.existing_vpc == null ? 1 : 0
  opened = var.existing_vpc == null && length(var.cluster_access_cidrs) > 0 ? 1 : 0
  cidr   = var.vpc == null ? "10.64.0.0/16" : var.vpc.cidr
}

resource "oci_core_vcn" "this" {
  count          = local.made
  compartment_id = local.compartment_id
  display_name   = local.prefix
  cidr_blocks    = [local.cidr]
  dns_label      = "bowline"
  freeform_tags  = local.tags
}

# what is in the list that every network is born with must not be of use to anybody
resource "oci_core_default_security_list" "this" {
  count                      = local.made
  compartment_id             = local.compartment_id
  manage_default_resource_id = oci_core_vcn.this[0].default_security_list_id
  display_name               = "${local.prefix}-unused"
  freeform_tags              = local.tags
}

resource "oci_core_nat_gateway" "this" {
  count          = local.made
  compartment_id = local.compartment_id
  vcn_id         = oci_core_vcn.this[0].id
  display_name   = local.prefix
  freeform_tags  = local.tags
}

resource "oci_core_service_gateway" "this" {
  count          = local.made
  compartment_id = local.compartment_id
  vcn_id         = oci_core_vcn.this[0].id
  display_name   = local.prefix
  freeform_tags  = local.tags

  services {
    service_id = local.services.id
  }
}

resource "oci_core_route_table" "private" {
  count          = local.made
  compartment_id = local.compartment_id
  vcn_id         = oci_core_vcn.this[0].id
  display_name   = "${local.prefix}-private"
  freeform_tags  = local.tags

  route_rules {
    description       = "To the control plane and to what is declared"
    destination       = "0.0.0.0/0"
    destination_type  = "CIDR_BLOCK"
    network_entity_id = oci_core_nat_gateway.this[0].id
  }

  route_rules {
    description       = "To Oracle's services, inside their network"
    destination       = local.services.cidr_block
    destination_type  = "SERVICE_CIDR_BLOCK"
    network_entity_id = oci_core_service_gateway.this[0].id
  }
}

resource "oci_core_subnet" "nodes" {
  count                      = local.made
  compartment_id             = local.compartment_id
  vcn_id                     = oci_core_vcn.this[0].id
  display_name               = "${local.prefix}-nodes"
  dns_label                  = "nodes"
  cidr_block                 = cidrsubnet(local.cidr, 1, 0)
  route_table_id             = oci_core_route_table.private[0].id
  prohibit_public_ip_on_vnic = true
  prohibit_internet_ingress  = true
  freeform_tags              = local.tags
}

# an address outside, for the Kubernetes API alone and only where somebody is named who may reach it
resource "oci_core_internet_gateway" "api" {
  count          = local.opened
  compartment_id = local.compartment_id
  vcn_id         = oci_core_vcn.this[0].id
  display_name   = local.prefix
  freeform_tags  = local.tags
}

resource "oci_core_route_table" "api" {
  count          = local.opened
  compartment_id = local.compartment_id
  vcn_id         = oci_core_vcn.this[0].id
  display_name   = "${local.prefix}-api"
  freeform_tags  = local.tags

  route_rules {
    description       = "Back to who asks the Kubernetes API"
    destination       = "0.0.0.0/0"
    destination_type  = "CIDR_BLOCK"
    network_entity_id = oci_core_internet_gateway.api[0].id
  }
}

resource "oci_core_subnet" "api" {
  count                      = local.made
  compartment_id             = local.compartment_id
  vcn_id                     = oci_core_vcn.this[0].id
  display_name               = "${local.prefix}-api"
  dns_label                  = "api"
  cidr_block                 = cidrsubnet(cidrsubnet(local.cidr, 1, 1), 28 - tonumber(split("/", local.cidr)[1]) - 1, 0)
  route_table_id             = local.opened == 1 ? oci_core_route_table.api[0].id : oci_core_route_table.private[0].id
  prohibit_public_ip_on_vnic = local.opened == 0
  prohibit_internet_ingress  = local.opened == 0
  freeform_tags              = local.tags
}

data "oci_core_vcn" "existing" {
  count  = var.existing_vpc == null ? 0 : 1
  vcn_id = var.existing_vpc.vpc_id
}

data "oci_core_subnet" "existing" {
  for_each  = toset(var.existing_vpc == null ? [] : concat(var.existing_vpc.subnet_ids, compact([var.existing_vpc.api_subnet_id])))
  subnet_id = each.value

  lifecycle {
    postcondition {
      condition     = self.vcn_id == var.existing_vpc.vpc_id
      error_message = "existing_vpc: ${self.subnet_id} is in ${self.vcn_id}, not in ${var.existing_vpc.vpc_id}."
    }
    postcondition {
      condition     = self.prohibit_public_ip_on_vnic || self.subnet_id == var.existing_vpc.api_subnet_id
      error_message = "existing_vpc.subnet_ids: ${self.subnet_id} gives out addresses outside; nodes need a private subnet."
    }
    postcondition {
      condition     = self.subnet_id == var.existing_vpc.api_subnet_id || tonumber(split("/", self.cidr_block)[1]) <= 25
      error_message = "existing_vpc.subnet_ids: ${self.cidr_block} is too small; 128 addresses are needed (/25)."
    }
  }
}
