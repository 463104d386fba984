package io.bowline.installer;

import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be chosen about a base layer in Azure, beside what is the same everywhere.
final class AzureParameters {
  private static final Set<Door> DOORS = Set.of(Door.AZURE_ARM, Door.AZURE_FORM);
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String NETWORK =
      "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Network/virtualNetworks/[^/]+";

  private static final Shown SHOWN = new Shown(DOORS);

  static final List<Parameter> ALL =
      List.of(
          SHOWN.needed(
              "account_id",
              UUID,
              "Subscription that the install is bound to. Nothing is made in any other.",
              "the id of a subscription, a UUID in lower case"),
          SHOWN.needed(
              "region",
              "[a-z][a-z0-9]{2,31}",
              "Region in which everything is made, with availability zones.",
              "the short name of a region, such as westeurope"),
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
          SHOWN.network("vpc_zones", "3", "[23]", "Over how many zones nodes are spread."),
          SHOWN.network(
              "vpc_id",
              "",
              "|" + NETWORK,
              "Network of yours, by its whole id, to be used as it is. Empty to have one made."),
          SHOWN.network(
              "subnet_ids",
              "",
              "|" + NETWORK + "/subnets/[^/]+",
              "With a network of yours: one subnet by its whole id, with 128 free addresses and a way out to the control plane."),
          SHOWN.network(
              "vpc_cidr",
              "",
              "|" + Ranges.RANGE,
              "With a network of yours: its address range; DNS is somewhere in it."),
          SHOWN.network(
              "way_out",
              "nat-gateway",
              "nat-gateway|route-table",
              "With a network of yours: how the subnet reaches the control plane."),
          SHOWN.cluster(
              "kubernetes_version", "1.33", "1\\.[0-9]{2}", "Minor version of Kubernetes."),
          SHOWN.cluster(
              "system_instance_type",
              "Standard_D2s_v5",
              "[A-Za-z0-9_]{5,40}",
              "Machines of the smallest pool, for what the cluster itself needs. Pools for Kafka are made by the runner later."),
          SHOWN.cluster(
              "system_nodes", "2", "[1-9]|10", "How many machines the smallest pool has, 1 to 10."),
          SHOWN.cluster(
              "system_disk_gib",
              "64",
              "[3-9][0-9]|[1-9][0-9]{2,3}",
              "Disk of each of them in GiB, 30 or more."),
          SHOWN.cluster(
              "cluster_access_cidrs",
              "",
              "|%s(,%s)*".formatted(Ranges.RANGE, Ranges.RANGE),
              "Where the Kubernetes API may be reached from outside the network, with commas between. With none it is reached from inside only."),
          SHOWN.cluster(
              "disk_encryption_set_id",
              "",
              "|/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute/diskEncryptionSets/[^/]+",
              "Disk encryption set with a key of yours, for the disks of nodes. Without it they are encrypted with keys of Azure's."),
          new Parameter(
              "starter",
              Kind.TEXT,
              Optional.of("present"),
              "present|gone",
              "A small machine that puts the runner into the cluster and then deletes itself. Choose gone when the runner is there and you deploy again.",
              "present or gone",
              Group.RUNNER,
              DOORS),
          new Parameter(
              "enrollment_token",
              Kind.SECRET,
              Optional.of(""),
              "|[A-Za-z0-9_.-]{16,512}",
              "Token with which the runner signs up, once, within the hour. It is in no link; make it with `bowline install token`.",
              "the token as it was shown",
              Group.RUNNER,
              DOORS));

  private AzureParameters() {}
}
