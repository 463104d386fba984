package io.bowline.installer;

import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be chosen about a base layer in Oracle's cloud, beside what is the same everywhere.
final class OracleParameters {
  private static final Set<Door> DOORS = Set.of(Door.ORACLE_STACK);
  private static final String REGION = "[a-z]{2,3}-[a-z-]+-[0-9]";
  private static final String OCID = "ocid1\\.%s\\.[a-z0-9]+\\.[a-z0-9-]*\\.[a-z0-9]+";
  private static final String SUBNET = OCID.formatted("subnet");

  private static final Shown SHOWN = new Shown(DOORS);

  static final List<Parameter> ALL =
      List.of(
          SHOWN.needed(
              "account_id",
              OCID.formatted("tenancy"),
              "Tenancy that the install is bound to. Nothing is made in any other.",
              "the OCID of a tenancy, such as ocid1.tenancy.oc1..aaaa"),
          SHOWN.needed(
              "compartment_id",
              OCID.formatted("(compartment|tenancy)"),
              "Compartment in which everything is made. One of its own is best.",
              "the OCID of a compartment, such as ocid1.compartment.oc1..aaaa"),
          SHOWN.needed(
              "region",
              REGION,
              "Region in which everything is made: that of the stack.",
              "a region by its whole name, such as eu-frankfurt-1"),
          SHOWN.needed(
              "home_region",
              REGION,
              "Home region of the tenancy, where Oracle keeps who may do what.",
              "a region by its whole name, such as eu-frankfurt-1"),
          SHOWN.network(
              "vpc_address",
              "10.64.0.0",
              Ranges.IPV4,
              "First address of the network that is made."),
          SHOWN.network(
              "vpc_prefix",
              "16",
              "1[6-9]|2[01]",
              "Size of the network that is made: 16 for 65,536 addresses to 21 for 2,048."),
          SHOWN.network(
              "vpc_zones",
              "3",
              "[23]",
              "In how many availability domains nodes are, where the region has as many."),
          SHOWN.network(
              "vpc_id",
              "",
              "|" + OCID.formatted("vcn"),
              "Network of yours, by its OCID, to be used as it is. Empty to have one made."),
          new Parameter(
              "subnet_ids",
              Kind.LIST,
              Optional.of(""),
              "|" + SUBNET,
              "With a network of yours: private subnets by their OCIDs, with commas between; one is enough where it reaches over the region.",
              "OCIDs of subnets, such as ocid1.subnet.oc1.eu-frankfurt-1.aaaa",
              Group.NETWORK,
              DOORS),
          SHOWN.network(
              "api_subnet_id",
              "",
              "|" + SUBNET,
              "With a network of yours: the subnet of the Kubernetes API; the first of those for nodes, if it is empty."),
          SHOWN.cluster(
              "kubernetes_version", "1.33", "1\\.[0-9]{2}", "Minor version of Kubernetes."),
          SHOWN.cluster(
              "system_instance_type",
              "VM.Standard.E5.Flex",
              "VM\\.[A-Za-z0-9.]{1,40}\\.Flex",
              "Machines of the smallest pool, a flexible shape. Pools for Kafka are made by the runner later."),
          SHOWN.cluster(
              "system_ocpus", "1", "[1-9]|[1-9][0-9]", "OCPUs of each of them; one is two vCPU."),
          SHOWN.cluster(
              "system_memory_gib",
              "8",
              "[4-9]|[1-9][0-9]{1,2}",
              "Memory of each of them in GiB, 4 or more."),
          SHOWN.cluster(
              "system_nodes", "2", "[1-9]|10", "How many machines the smallest pool has, 1 to 10."),
          SHOWN.cluster(
              "system_disk_gib",
              "50",
              "[5-9][0-9]|[1-9][0-9]{2,3}",
              "Disk of each of them in GiB, 50 or more."),
          new Parameter(
              "cluster_access_cidrs",
              Kind.LIST,
              Optional.of(""),
              "|" + Ranges.RANGE,
              "Where the Kubernetes API may be reached from outside the network, with commas between. With none it is reached from inside only.",
              "address ranges, and none that means everything (/0)",
              Group.CLUSTER,
              DOORS));

  private OracleParameters() {}
}
