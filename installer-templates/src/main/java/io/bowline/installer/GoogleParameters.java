package io.bowline.installer;

import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be chosen about a base layer in Google Cloud, beside what is the same everywhere.
final class GoogleParameters {
  private static final Set<Door> DOORS = Set.of(Door.GCP_BLUEPRINT, Door.GCP_TUTORIAL);
  private static final String NAMED = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final String NETWORK = "|" + NAMED;

  private static final Shown SHOWN = new Shown(DOORS);

  static final List<Parameter> ALL =
      List.of(
          SHOWN.needed(
              "account_id",
              "([a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]",
              "Project that the install is bound to, by its id. Nothing is made in any other.",
              "the id of a project, such as acme-streaming-prod, and not its number"),
          SHOWN.needed(
              "region",
              "[a-z]+-[a-z]+[0-9]+",
              "Region in which everything is made.",
              "a region, not a zone, such as europe-west3"),
          SHOWN.network(
              "vpc_address",
              "10.64.0.0",
              Ranges.IPV4,
              "First address of the network that is made."),
          SHOWN.network(
              "vpc_prefix",
              "16",
              "1[6-9]|20",
              "Size of the network that is made: 16 for 65,536 addresses to 20 for 4,096."),
          SHOWN.network("vpc_zones", "3", "[23]", "In how many zones nodes are."),
          SHOWN.network(
              "vpc_id",
              "",
              NETWORK,
              "Network of yours in the same project, by its name, to be used as it is. Empty to have one made."),
          SHOWN.network(
              "subnet_ids",
              "",
              NETWORK,
              "With a network of yours: one subnet by its name, with 128 free addresses, Private Google Access and a way out to the control plane."),
          SHOWN.network(
              "pods_range",
              "pods",
              NAMED,
              "With a network of yours: the subnet's secondary range for pods, by its name."),
          SHOWN.network(
              "services_range",
              "services",
              NAMED,
              "With a network of yours: the subnet's secondary range for services, by its name."),
          SHOWN.network(
              "google_services_cidr",
              "199.36.153.8/30",
              "199\\.36\\.153\\.[84]/30",
              "How Google's services are reached inside: 199.36.153.8/30, or 199.36.153.4/30 within a VPC Service Controls perimeter."),
          SHOWN.cluster(
              "kubernetes_version", "1.33", "1\\.[0-9]{2}", "Minor version of Kubernetes."),
          SHOWN.cluster(
              "system_instance_type",
              "e2-standard-2",
              "[a-z][a-z0-9]*-[a-z0-9-]{1,40}",
              "Machines of the smallest pool, for what the cluster itself needs. Pools for Kafka are made by the runner later."),
          SHOWN.cluster(
              "system_nodes", "2", "[1-9]|10", "How many machines the smallest pool has, 1 to 10."),
          SHOWN.cluster(
              "system_disk_gib",
              "40",
              "[2-9][0-9]|[1-9][0-9]{2,3}",
              "Disk of each of them in GiB, 20 or more."),
          new Parameter(
              "cluster_access_cidrs",
              Kind.LIST,
              Optional.of(""),
              "|" + Ranges.RANGE,
              "Where the Kubernetes API may be reached from outside the network, with commas between. With none it is reached from inside only.",
              "address ranges, and none that means everything (/0)",
              Group.CLUSTER,
              DOORS),
          new Parameter(
              "installer_access",
              Kind.TEXT,
              Optional.of(""),
              "|(user|group|serviceAccount):[^@:]+@[^@:]+",
              "Who may sign in to the clusters of the project to put the runner into this one. Empty when it is there.",
              "a principal such as user:admin@example.com",
              Group.RIGHTS,
              DOORS));

  private GoogleParameters() {}
}
