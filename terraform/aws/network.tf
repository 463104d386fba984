# The network, where one is to be made: private subnets for everything, public ones for the way out alone.

data "aws_availability_zones" "open" {
  count = var.existing_vpc == null ? 1 : 0
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  zones = var.existing_vpc == null ? var.vpc.zones : 0
}

resource "aws_vpc" "this" {
  count                = var.existing_vpc == null ? 1 : 0
  cidr_block           = var.vpc.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = merge(local.tags, { Name = local.prefix })
}

# what is in the group that every network is born with must not be of use to anybody
resource "aws_default_security_group" "this" {
  count   = var.existing_vpc == null ? 1 : 0
  vpc_id  = aws_vpc.this[0].id
  ingress = []
  egress  = []
  tags    = merge(local.tags, { Name = "${local.prefix}-unused" })
}

resource "aws_subnet" "private" {
  count             = local.zones
  vpc_id            = aws_vpc.this[0].id
  availability_zone = data.aws_availability_zones.open[0].names[count.index]
  cidr_block        = cidrsubnet(var.vpc.cidr, 2, count.index)

  tags = merge(local.tags, {
    Name                              = "${local.prefix}-private-${count.index}"
    "kubernetes.io/role/internal-elb" = "1"
  })
}

resource "aws_subnet" "public" {
  count             = local.zones
  vpc_id            = aws_vpc.this[0].id
  availability_zone = data.aws_availability_zones.open[0].names[count.index]
  cidr_block        = cidrsubnet(cidrsubnet(var.vpc.cidr, 2, 3), 4, count.index)
  tags              = merge(local.tags, { Name = "${local.prefix}-public-${count.index}" })
}

resource "aws_internet_gateway" "this" {
  count  = var.existing_vpc == null ? 1 : 0
  vpc_id = aws_vpc.this[0].id
  tags   = merge(local.tags, { Name = local.prefix })
}

resource "aws_eip" "way_out" {
  count  = var.existing_vpc == null ? 1 : 0
  domain = "vpc"
  tags   = merge(local.tags, { Name = local.prefix })
}

resource "aws_nat_gateway" "this" {
  count         = var.existing_vpc == null ? 1 : 0
  allocation_id = aws_eip.way_out[0].id
  subnet_id     = aws_subnet.public[0].id
  tags          = merge(local.tags, { Name = local.prefix })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route_table" "public" {
  count  = var.existing_vpc == null ? 1 : 0
  vpc_id = aws_vpc.this[0].id
  tags   = merge(local.tags, { Name = "${local.prefix}-public" })
}

resource "aws_route" "public" {
  count                  = var.existing_vpc == null ? 1 : 0
  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  count          = local.zones
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_route_table" "private" {
  count  = var.existing_vpc == null ? 1 : 0
  vpc_id = aws_vpc.this[0].id
  tags   = merge(local.tags, { Name = "${local.prefix}-private" })
}

resource "aws_route" "private" {
  count                  = var.existing_vpc == null ? 1 : 0
  route_table_id         = aws_route_table.private[0].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[0].id
}

resource "aws_route_table_association" "private" {
  count          = local.zones
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[0].id
}

# AWS's own services are reached inside the network, so that no rule has to open 443 to everybody.
locals {
  services = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "sts", "logs", "elasticloadbalancing", "autoscaling", "kms"]
}

resource "aws_vpc_endpoint" "service" {
  for_each            = toset(var.existing_vpc == null ? local.services : [])
  vpc_id              = aws_vpc.this[0].id
  service_name        = "com.amazonaws.${data.aws_region.this.name}.${each.value}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.services[0].id]
  tags                = merge(local.tags, { Name = "${local.prefix}-${each.value}" })
}

resource "aws_vpc_endpoint" "s3" {
  count             = var.existing_vpc == null ? 1 : 0
  vpc_id            = aws_vpc.this[0].id
  service_name      = "com.amazonaws.${data.aws_region.this.name}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private[0].id]
  tags              = merge(local.tags, { Name = "${local.prefix}-s3" })
}

data "aws_vpc" "existing" {
  count = var.existing_vpc == null ? 0 : 1
  id    = var.existing_vpc.vpc_id
}

data "aws_subnet" "existing" {
  for_each = toset(var.existing_vpc == null ? [] : var.existing_vpc.subnet_ids)
  id       = each.value

  lifecycle {
    postcondition {
      condition     = self.vpc_id == var.existing_vpc.vpc_id
      error_message = "existing_vpc.subnet_ids: ${self.id} is in ${self.vpc_id}, not in ${var.existing_vpc.vpc_id}."
    }
    postcondition {
      condition     = self.available_ip_address_count >= 128
      error_message = "existing_vpc.subnet_ids: ${self.id} has ${self.available_ip_address_count} free addresses; 128 are needed."
    }
  }
}

resource "terraform_data" "zones" {
  count = var.existing_vpc == null ? 0 : 1

  lifecycle {
    precondition {
      condition     = length(distinct([for subnet in data.aws_subnet.existing : subnet.availability_zone])) >= 2
      error_message = "existing_vpc.subnet_ids: all are in one zone; give subnets of at least two."
    }
  }
}
