# A network of the customer's: it is used, and nothing in it is made or changed at its level.

mock_provider "aws" {
  override_data {
    target = data.aws_caller_identity.this
    values = { account_id = "123456789012" }
  }
  override_data {
    target = data.aws_partition.this
    values = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  override_data {
    target = data.aws_region.this
    values = { name = "eu-central-1" }
  }
  override_data {
    target = data.aws_vpc.existing[0]
    values = { cidr_block_associations = [{ association_id = "a", cidr_block = "10.1.0.0/16", state = "associated" }] }
  }
  override_data {
    target = data.aws_subnet.existing["subnet-0aaaaaaa"]
    values = { vpc_id = "vpc-0a1b2c3d", availability_zone = "eu-central-1a", available_ip_address_count = 200 }
  }
  override_data {
    target = data.aws_subnet.existing["subnet-0bbbbbbb"]
    values = { vpc_id = "vpc-0a1b2c3d", availability_zone = "eu-central-1b", available_ip_address_count = 200 }
  }
}

variables {
  name       = "acme-prod"
  install_id = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
  account_id = "123456789012"
  existing_vpc = {
    vpc_id     = "vpc-0a1b2c3d"
    subnet_ids = ["subnet-0aaaaaaa", "subnet-0bbbbbbb"]
  }
  control_plane = {
    cidrs = ["203.0.113.0/28"]
  }
}

run "nothing_is_made_at_the_level_of_the_network" {
  command = plan

  assert {
    condition = 0 == sum([
      length(aws_vpc.this), length(aws_subnet.private), length(aws_subnet.public), length(aws_internet_gateway.this),
      length(aws_nat_gateway.this), length(aws_eip.way_out), length(aws_route_table.private), length(aws_route_table.public),
      length(aws_route.private), length(aws_route.public), length(aws_vpc_endpoint.service), length(aws_vpc_endpoint.s3),
      length(aws_default_security_group.this), length(aws_route_table_association.private),
      length(aws_route_table_association.public),
    ])
    error_message = "a network that is there stays as it is"
  }
  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].subnet_ids == toset(["subnet-0aaaaaaa", "subnet-0bbbbbbb"])
    error_message = "the cluster is in the subnets that were given"
  }
  assert {
    condition     = [for rule in aws_vpc_security_group_egress_rule.services_of_yours : "${rule.cidr_ipv4} ${rule.from_port}"] == ["10.1.0.0/16 443"]
    error_message = "AWS services are reached inside the network"
  }
}

run "subnets_with_too_few_addresses_are_refused" {
  command = plan

  override_data {
    target = data.aws_subnet.existing["subnet-0bbbbbbb"]
    values = { vpc_id = "vpc-0a1b2c3d", availability_zone = "eu-central-1b", available_ip_address_count = 127 }
  }

  expect_failures = [data.aws_subnet.existing["subnet-0bbbbbbb"]]
}

run "subnets_of_another_network_are_refused" {
  command = plan

  override_data {
    target = data.aws_subnet.existing["subnet-0bbbbbbb"]
    values = { vpc_id = "vpc-0ffffffff", availability_zone = "eu-central-1b", available_ip_address_count = 200 }
  }

  expect_failures = [data.aws_subnet.existing["subnet-0bbbbbbb"]]
}

run "subnets_of_one_zone_are_refused" {
  command = plan

  override_data {
    target = data.aws_subnet.existing["subnet-0bbbbbbb"]
    values = { vpc_id = "vpc-0a1b2c3d", availability_zone = "eu-central-1a", available_ip_address_count = 200 }
  }

  expect_failures = [terraform_data.zones[0]]
}
