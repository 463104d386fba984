package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.ground.AccountLook.Install;
import io.bowline.driver.aws.ground.AccountLook.Search;
import io.bowline.model.belonging.Belonging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// How each service is asked for what an install has left.
record Leftovers(Lines lines, Install install) {
  private static final String TAG = "bowline:install";
  private static final String LAYER = "bowline:layer";
  private static final String CLUSTER = "kubernetes.io/cluster/";
  private static final String REPOSITORY = "aws_ecr_repository";

  /// A repository's address in the account's registry: region and name.
  private static final Pattern ECR =
      Pattern.compile("[0-9]{12}\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/(.+)");

  private static final Set<String> ROLES =
      Set.of("cluster", "nodes", "volumes", "runner", "look", "starter");

  /// What EC2 calls it, and what it is called here.
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("elastic-ip", "aws_eip"),
          Map.entry("instance", "aws_instance"),
          Map.entry("internet-gateway", "aws_internet_gateway"),
          Map.entry("launch-template", "aws_launch_template"),
          Map.entry("natgateway", "aws_nat_gateway"),
          Map.entry("network-interface", "aws_network_interface"),
          Map.entry("route-table", "aws_route_table"),
          Map.entry("security-group", "aws_security_group"),
          Map.entry("snapshot", "aws_ebs_snapshot"),
          Map.entry("subnet", "aws_subnet"),
          Map.entry("volume", "aws_ebs_volume"),
          Map.entry("vpc", "aws_vpc"),
          Map.entry("vpc-endpoint", "aws_vpc_endpoint"));

  private static final Set<String> DATA = Set.of("aws_ebs_volume", "aws_ebs_snapshot");

  static List<Search> searches(Lines lines, Install install) {
    var left = new Leftovers(lines, install);
    return List.of(
        new Search(Set.copyOf(KINDS.values()), "ec2:DescribeTags", left::tagged),
        new Search(Set.of("aws_eks_cluster"), "eks:ListClusters", left::clusters),
        new Search(left.repositoryKinds(), "ecr:DescribeRepositories", left::repositories),
        new Search(Set.of("aws_iam_role"), "iam:ListRoles and iam:ListRoleTags", left::roles),
        new Search(
            Set.of("aws_s3_bucket"), "s3:ListAllMyBuckets and s3:GetBucketTagging", left::buckets));
  }

  /// By our own tag, and by the one that Kubernetes gives to what it makes for the cluster:
  /// volumes, and what a balancer needs, which no teardown of a base layer knows of.
  private List<Belonging> tagged() {
    Set<String> base = new HashSet<>();
    tags(LAYER, "base").forEach(tag -> base.add(tag.resourceId()));
    var found = new ArrayList<Belonging>();
    for (TagDescription tag : tags(TAG, install.id())) {
      add(found, tag, base.contains(tag.resourceId()) ? Belonging.DOOR : "component");
    }
    for (TagDescription tag : tags(CLUSTER + install.prefix(), "*")) {
      if (found.stream().noneMatch(one -> one.name().equals(tag.resourceId()))) {
        add(found, tag, base.contains(tag.resourceId()) ? Belonging.DOOR : "cluster");
      }
    }
    for (String kind : KINDS.values()) {
      install.known(kind).stream()
          .filter(id -> found.stream().noneMatch(one -> one.name().equals(id)))
          .filter(id -> isThere(kind, id))
          .forEach(id -> found.add(Belonging.there("component", kind, id, DATA.contains(kind))));
    }
    return found;
  }

  private List<TagDescription> tags(String key, String value) {
    return lines
        .ec2()
        .describeTagsPaginator(
            ask -> ask.filters(Lines.where("key", key), Lines.where("value", value)))
        .tags()
        .stream()
        .toList();
  }

  private void add(List<Belonging> found, TagDescription tag, String maker) {
    String type = tag.resourceTypeAsString();
    String kind = KINDS.getOrDefault(type, "aws_" + type.replace('-', '_'));
    if (isThere(kind, tag.resourceId())) {
      found.add(Belonging.there(maker, kind, tag.resourceId(), DATA.contains(kind)));
    }
  }

  /// Tags outlive what they are of for a while, and some things are shown for an hour after they
  /// are gone; so each is asked for by itself.
  private boolean isThere(String kind, String id) {
    try {
      return asked(kind, id);
    } catch (Ec2Exception e) {
      if (e.awsErrorDetails() != null
          && String.valueOf(e.awsErrorDetails().errorCode()).contains("NotFound")) {
        return false;
      }
      throw e;
    }
  }

  private boolean asked(String kind, String id) {
    Ec2Client ec2 = lines.ec2();
    return switch (kind) {
      case "aws_ebs_snapshot" -> ec2.describeSnapshots(ask -> ask.snapshotIds(id)).hasSnapshots();
      case "aws_ebs_volume" -> ec2.describeVolumes(ask -> ask.volumeIds(id)).hasVolumes();
      case "aws_eip" -> ec2.describeAddresses(ask -> ask.allocationIds(id)).hasAddresses();
      case "aws_instance" ->
          ec2.describeInstances(ask -> ask.instanceIds(id)).reservations().stream()
              .flatMap(reservation -> reservation.instances().stream())
              .anyMatch(one -> one.state().name() != InstanceStateName.TERMINATED);
      case "aws_internet_gateway" ->
          ec2.describeInternetGateways(ask -> ask.internetGatewayIds(id)).hasInternetGateways();
      case "aws_launch_template" ->
          ec2.describeLaunchTemplates(ask -> ask.launchTemplateIds(id)).hasLaunchTemplates();
      case "aws_nat_gateway" ->
          ec2.describeNatGateways(ask -> ask.natGatewayIds(id)).natGateways().stream()
              .anyMatch(one -> one.state() != NatGatewayState.DELETED);
      case "aws_network_interface" ->
          ec2.describeNetworkInterfaces(ask -> ask.networkInterfaceIds(id)).hasNetworkInterfaces();
      case "aws_route_table" ->
          ec2.describeRouteTables(ask -> ask.routeTableIds(id)).hasRouteTables();
      case "aws_security_group" ->
          ec2.describeSecurityGroups(ask -> ask.groupIds(id)).hasSecurityGroups();
      case "aws_subnet" -> ec2.describeSubnets(ask -> ask.subnetIds(id)).hasSubnets();
      case "aws_vpc" -> ec2.describeVpcs(ask -> ask.vpcIds(id)).hasVpcs();
      case "aws_vpc_endpoint" ->
          ec2.describeVpcEndpoints(ask -> ask.vpcEndpointIds(id)).vpcEndpoints().stream()
              .anyMatch(one -> !"deleted".equals(one.stateAsString()));
      // rules, listeners and the like go with what they belong to
      case String _ -> KINDS.containsValue(kind);
    };
  }

  private List<Belonging> clusters() {
    return lines.eks().listClustersPaginator().clusters().stream()
        .filter(name ->
            name.equals(install.prefix()) || install.known("aws_eks_cluster").contains(name))
        .map(name -> Belonging.there(Belonging.DOOR, "aws_eks_cluster", name, false))
        .toList();
  }

  /// The runner tells of repositories by their whole address; of registries elsewhere nobody here
  /// can say anything.
  private Set<String> repositoryKinds() {
    Set<String> told = install.known(Belonging.IMAGES);
    return !told.isEmpty() && told.stream().allMatch(name -> ofThisRegistry(name).isPresent())
        ? Set.of(REPOSITORY, Belonging.IMAGES)
        : Set.of(REPOSITORY);
  }

  private Optional<String> ofThisRegistry(String name) {
    Matcher ecr = ECR.matcher(name);
    return ecr.matches() && ecr.group(1).equals(install.region())
        ? Optional.of(ecr.group(2))
        : Optional.empty();
  }

  private List<Belonging> repositories() {
    Map<String, String> told = new HashMap<>();
    for (String address : install.known(Belonging.IMAGES)) {
      ofThisRegistry(address).ifPresent(name -> told.put(name, address));
    }
    return lines.ecr().describeRepositoriesPaginator().repositories().stream()
        .map(repository -> repository.repositoryName())
        .filter(name ->
            name.startsWith(install.prefix() + "/")
                || told.containsKey(name)
                || install.known(REPOSITORY).contains(name))
        .map(name ->
            told.containsKey(name)
                ? Belonging.there("runner", Belonging.IMAGES, told.get(name), false)
                : Belonging.there(
                    name.equals(install.prefix() + "/runner") ? Belonging.DOOR : "runner",
                    REPOSITORY,
                    name,
                    false))
        .toList();
  }

  private List<Belonging> roles() {
    String prefix = install.prefix() + "-";
    return lines.iam().listRolesPaginator().roles().stream()
        .map(role -> role.roleName())
        .filter(name ->
            install.known("aws_iam_role").contains(name)
                || (name.startsWith(prefix) && isNobodyElses(tagsOfRole(name))))
        .map(name ->
            Belonging.there(
                ROLES.stream().anyMatch(role -> name.equals(prefix + role))
                    ? Belonging.DOOR
                    : "component",
                "aws_iam_role",
                name,
                false))
        .toList();
  }

  private List<String> tagsOfRole(String name) {
    return lines.iam().listRoleTags(ask -> ask.roleName(name)).tags().stream()
        .filter(tag -> tag.key().equals(TAG))
        .map(tag -> tag.value())
        .toList();
  }

  /// A name that begins alike may be of an install whose name is longer; that one has its own tag.
  private boolean isNobodyElses(List<String> installs) {
    return installs.isEmpty() || installs.contains(install.id());
  }

  private List<Belonging> buckets() {
    return lines.s3().listBuckets().buckets().stream()
        .map(bucket -> bucket.name())
        .filter(name ->
            install.known("aws_s3_bucket").contains(name)
                || ((name.equals(install.prefix()) || name.startsWith(install.prefix() + "-"))
                    && isNobodyElses(tagsOfBucket(name))))
        .map(name -> Belonging.there("component", "aws_s3_bucket", name, true))
        .toList();
  }

  private List<String> tagsOfBucket(String name) {
    try {
      return lines.s3().getBucketTagging(ask -> ask.bucket(name)).tagSet().stream()
          .filter(tag -> tag.key().equals(TAG))
          .map(tag -> tag.value())
          .toList();
    } catch (S3Exception e) {
      if (e.awsErrorDetails() != null && "NoSuchTagSet".equals(e.awsErrorDetails().errorCode())) {
        return List.of();
      }
      throw e;
    }
  }
}
