# Bad input, refused before anything is asked or made.

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
    target = data.aws_availability_zones.open[0]
    values = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] }
  }
}

variables {
  name       = "acme-prod"
  install_id = "74a6a81e-3f28-44e7-8e94-39f2e222b71d"
  account_id = "123456789012"
  vpc        = {}
  control_plane = {
    cidrs = ["203.0.113.0/28"]
  }
}

run "another_account" {
  command = plan
  variables {
    account_id = "210987654321"
  }
  expect_failures = [data.aws_caller_identity.this]
}

run "a_name_too_long" {
  command = plan
  variables {
    name = "a-name-that-is-longer-than-it-may"
  }
  expect_failures = [var.name]
}

run "a_name_with_capitals" {
  command = plan
  variables {
    name = "Acme"
  }
  expect_failures = [var.name]
}

run "an_install_without_an_id" {
  command = plan
  variables {
    install_id = "acme-prod"
  }
  expect_failures = [var.install_id]
}

run "a_network_too_small" {
  command = plan
  variables {
    vpc = { cidr = "10.64.0.0/22" }
  }
  expect_failures = [var.vpc]
}

run "addresses_that_are_none" {
  command = plan
  variables {
    vpc = { cidr = "10.64.0.0.0/16" }
  }
  expect_failures = [var.vpc]
}

run "addresses_of_another_family" {
  command = plan
  variables {
    vpc = { cidr = "fd00::/16" }
  }
  expect_failures = [var.vpc]
}

run "one_zone" {
  command = plan
  variables {
    vpc = { zones = 1 }
  }
  expect_failures = [var.vpc]
}

run "two_networks_at_once" {
  command = plan
  variables {
    existing_vpc = { vpc_id = "vpc-0a1b2c3d", subnet_ids = ["subnet-0aaaaaaa", "subnet-0bbbbbbb"] }
  }
  expect_failures = [var.existing_vpc]
}

run "no_network" {
  command = plan
  variables {
    vpc = null
  }
  expect_failures = [var.existing_vpc]
}

run "a_way_out_to_everywhere" {
  command = plan
  variables {
    control_plane = { cidrs = ["0.0.0.0/0"] }
  }
  expect_failures = [var.control_plane]
}

run "a_declared_destination_that_is_everything" {
  command = plan
  variables {
    egress = [{ what = "all", cidr = "0.0.0.0/0", port = 443 }]
  }
  expect_failures = [var.egress]
}

run "tags_that_are_taken" {
  command = plan
  variables {
    tags = { "bowline:install" = "mine" }
  }
  expect_failures = [var.tags]
}

run "an_open_kubernetes" {
  command = plan
  variables {
    cluster_access_cidrs = ["0.0.0.0/0"]
  }
  expect_failures = [var.cluster_access_cidrs]
}

run "a_tunnel_that_is_half_of_everything" {
  command = plan
  variables {
    tunnel_cidr = "0.0.0.0/1"
  }
  expect_failures = [var.tunnel_cidr]
}
