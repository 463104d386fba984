package io.bowline.installer;

import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that may be chosen about a base layer, once for all doors.
public final class Parameters {
  /// Of the model. Another one when a parameter comes, goes or means something else; it stands in
  /// every rendered result.
  public static final int VERSION = 2;

  /// Of those that make a base layer.
  private static final Set<Door> EVERY =
      Set.of(
          Door.AWS_STACK,
          Door.AWS_GUIDE,
          Door.AZURE_ARM,
          Door.AZURE_FORM,
          Door.GCP_BLUEPRINT,
          Door.GCP_TUTORIAL,
          Door.ORACLE_STACK);

  /// Of those that know which install it is.
  private static final Set<Door> INSTALLS =
      Stream.concat(EVERY.stream(), Stream.of(Door.AWS_ROLE))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<Door> AWS = Set.of(Door.AWS_STACK, Door.AWS_GUIDE);
  private static final Set<Door> STACK = Set.of(Door.AWS_STACK);
  private static final String TARGET = Ranges.RANGE + ":[1-9][0-9]{0,4}";

  /// How many targets may be declared in a door that has no lists of any length; whoever has more
  /// takes Terraform.
  public static final int TARGETS = 16;

  private static final List<Parameter> ALL =
      List.of(
          must(
              "name",
              "[a-z][a-z0-9-]{1,22}[a-z0-9]",
              "Name of the install; everything that is made is called after it.",
              "3 to 24 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash",
              INSTALLS),
          must(
              "install_id",
              "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
              "Id of the install, as the control plane shows it; everything carries it as a tag.",
              "a UUID in lower case, as the control plane shows it",
              INSTALLS),
          must(
              "account_id",
              "[0-9]{12}",
              "Account that the install is bound to. Nothing is made in any other.",
              "the 12 digits of an AWS account",
              Set.of(Door.AWS_STACK, Door.AWS_GUIDE, Door.AWS_ROLE)),
          new Parameter(
              "tunnel_cidr",
              Kind.TEXT,
              Optional.of(""),
              "|" + Ranges.IPV4 + "/([89]|[12][0-9]|3[0-2])",
              "Addresses from which the control plane comes in by the tunnel, on 443 and 9094. Empty: nothing comes in at all.",
              "a range of /8 or smaller, such as 100.64.0.0/24",
              Group.NETWORK,
              EVERY),
          new Parameter(
              "declared_targets",
              Kind.TEXT,
              Optional.of(""),
              "|%s(,%s){0,%d}".formatted(TARGET, TARGET, TARGETS - 1),
              "What else may be reached: the sources and destinations of your connectors, as 192.0.2.10/32:5432, with commas between. Addresses, since network rules know no names.",
              "up to %d of address range, colon and port, such as 192.0.2.10/32:5432, with commas and no spaces between"
                  .formatted(TARGETS),
              Group.NETWORK,
              EVERY),
          network(
              "vpc_address",
              "10.64.0.0",
              Ranges.IPV4,
              "First address of the network that is made."),
          network(
              "vpc_prefix",
              "16",
              "1[6-9]|2[01]",
              "Size of the network that is made: 16 for 65,536 addresses to 21 for 2,048."),
          network("vpc_zones", "3", "[23]", "In how many zones the network that is made is."),
          network(
              "vpc_id",
              "",
              "|vpc-[0-9a-f]{8,17}",
              "Network of yours, to be used as it is. Empty to have one made."),
          new Parameter(
              "subnet_ids",
              Kind.LIST,
              Optional.of(""),
              "|subnet-[0-9a-f]{8,17}",
              "With a network of yours: private subnets in at least two zones, each with 128 free addresses and a way out to the control plane.",
              "ids such as subnet-0a1b2c3d",
              Group.NETWORK,
              AWS),
          network(
              "vpc_cidr",
              "",
              "|" + Ranges.RANGE,
              "With a network of yours: its address range; DNS and AWS services are somewhere in it."),
          new Parameter(
              "kubernetes_version",
              Kind.TEXT,
              Optional.of("1.33"),
              "1\\.[0-9]{2}",
              "Minor version of Kubernetes.",
              "a minor version, such as 1.33",
              Group.CLUSTER,
              AWS),
          cluster(
              "system_instance_type",
              Kind.TEXT,
              "m6i.large",
              "[a-z0-9-]+\\.[a-z0-9-]+",
              "Machines of the smallest pool, for what the cluster itself needs. Pools for Kafka are made by the runner later."),
          cluster(
              "system_nodes",
              Kind.NUMBER,
              "2",
              "[1-9]|10",
              "How many machines the smallest pool has, 1 to 10."),
          cluster(
              "system_disk_gib",
              Kind.NUMBER,
              "40",
              "[2-9][0-9]|[1-9][0-9]{2,3}",
              "Disk of each of them in GiB, 20 or more."),
          new Parameter(
              "cluster_access_cidrs",
              Kind.LIST,
              Optional.of(""),
              "|" + Ranges.RANGE,
              "Where the Kubernetes API may be reached from outside the network. With none it is reached from inside only.",
              "address ranges, and none that means everything (/0)",
              Group.CLUSTER,
              AWS),
          new Parameter(
              "delete_images",
              Kind.SWITCH,
              Optional.of("false"),
              "true|false",
              "Whether the runner's repository goes away with what is in it when the rest is deleted.",
              "true or false",
              Group.CLUSTER,
              AWS),
          new Parameter(
              "permissions_boundary_arn",
              Kind.TEXT,
              Optional.of(""),
              "|arn:aws[a-z-]*:iam::[0-9]{12}:policy/[A-Za-z0-9+=,.@_/-]+",
              "Boundary that every role gets: with the one-shot installer role that of the install, which denies reading data.",
              "the ARN of a policy, such as arn:aws:iam::123456789012:policy/bowline-boundary",
              Group.RIGHTS,
              AWS),
          new Parameter(
              "starter",
              Kind.TEXT,
              Optional.of("present"),
              "present|gone",
              "What puts the runner into the cluster. When the runner is connected, update with gone: nothing needs it any more.",
              "present or gone",
              Group.RUNNER,
              STACK),
          new Parameter(
              "enrollment_token",
              Kind.SECRET,
              Optional.of(""),
              "|[A-Za-z0-9_.-]{16,512}",
              "Token with which the runner signs up, once, within the hour. It is in no link; make it with `bowline install token`.",
              "the token as it was shown",
              Group.RUNNER,
              STACK));

  private Parameters() {}

  /// Those that a door shows, in the order of a form.
  public static List<Parameter> of(Door door) {
    return Stream.of(
            ALL,
            RoleParameters.ALL,
            AzureParameters.ALL,
            GoogleParameters.ALL,
            OracleParameters.ALL)
        .flatMap(List::stream)
        .filter(parameter -> parameter.doors().contains(door))
        .toList();
  }

  /// The one of a door that is called so, in whichever door's spelling.
  public static Optional<Parameter> named(Door door, String name) {
    return of(door).stream().filter(each -> plain(each.name()).equals(plain(name))).findFirst();
  }

  private static String plain(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  private static Parameter must(
      String name, String constraint, String help, String refusal, Set<Door> doors) {
    return new Parameter(
        name, Kind.TEXT, Optional.empty(), constraint, help, refusal, Group.INSTALL, doors);
  }

  private static Parameter network(String name, String standard, String constraint, String help) {
    return new Parameter(
        name, Kind.TEXT, Optional.of(standard), constraint, help, help, Group.NETWORK, AWS);
  }

  private static Parameter cluster(
      String name, Kind kind, String standard, String constraint, String help) {
    return new Parameter(
        name, kind, Optional.of(standard), constraint, help, help, Group.CLUSTER, AWS);
  }
}
