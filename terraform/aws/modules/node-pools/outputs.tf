output "pools" {
  description = "What was made: machines of each pool, by its name."
  value = {
    for name, pool in aws_eks_node_group.of : name => {
      nodes         = var.pools[name].nodes
      instance_type = one(pool.instance_types)
      cpu           = data.aws_ec2_instance_type.of[name].default_vcpus
      memory_gib    = data.aws_ec2_instance_type.of[name].memory_size / 1024
    }
  }
}
