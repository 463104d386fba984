package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.ground.AccountLook.Install;
import io.bowline.driver.aws.ground.AccountLook.Search;
import io.bowline.model.belonging.Belonging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/// What outlives a cluster beside machines and networks: keys, logs, functions of a stack, and what
/// the cluster has had made to be reached by.
record Aftermath(Lines.Rest lines, Install install) {
  private static final String KEY = "aws_kms_key";
  private static final String ALIAS = "aws_kms_alias";
  private static final String LOGS = "aws_cloudwatch_log_group";
  private static final String FUNCTION = "aws_lambda_function";
  private static final String BALANCER = "aws_lb";
  private static final String TARGETS = "aws_lb_target_group";
  private static final String CLASSIC = "aws_elb";

  /// Those of a stack, behind the install's name. Names are compared whole: what begins alike may
  /// be of an install whose name is longer.
  private static final List<String> FUNCTIONS = List.of("look", "starter");

  /// Who made what a cluster has had made.
  private static final String CLUSTER = "cluster";

  /// What one question about tags takes.
  private static final int MOST = 20;

  static List<Search> searches(Lines lines, Install install) {
    var left = new Aftermath(lines.rest(), install);
    return List.of(
        new Search(Set.of(KEY, ALIAS), "kms:ListAliases and kms:DescribeKey", left::keys),
        new Search(Set.of(LOGS), "logs:DescribeLogGroups", left::logs),
        new Search(Set.of(FUNCTION), "lambda:ListFunctions", left::functions),
        new Search(
            Set.of(BALANCER, TARGETS, CLASSIC),
            "elasticloadbalancing:DescribeLoadBalancers, DescribeTargetGroups and DescribeTags",
            left::balancers));
  }

  /// By their aliases, and those that somebody has told of. One whose deletion is due is gone: AWS
  /// keeps it for days, and nobody can use it.
  private List<Belonging> keys() {
    var found = new ArrayList<Belonging>();
    Map<String, String> makers = new HashMap<>();
    install.known(KEY).forEach(id -> makers.put(id, "component"));
    for (AliasListEntry alias : lines.kms().listAliasesPaginator().aliases()) {
      String name = alias.aliasName();
      boolean base = name.equals("alias/" + install.prefix());
      if (base || install.known(ALIAS).contains(name)) {
        String maker = base ? Belonging.DOOR : "component";
        found.add(Belonging.there(maker, ALIAS, name, false));
        if (alias.targetKeyId() != null) {
          makers.put(alias.targetKeyId(), maker);
        }
      }
    }
    makers.forEach((id, maker) -> {
      if (isThere(id)) {
        found.add(Belonging.there(maker, KEY, id, true));
      }
    });
    return found;
  }

  private boolean isThere(String key) {
    try {
      KeyState state = lines.kms().describeKey(ask -> ask.keyId(key)).keyMetadata().keyState();
      return state != KeyState.PENDING_DELETION && state != KeyState.PENDING_REPLICA_DELETION;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private List<Belonging> logs() {
    Set<String> names = new TreeSet<>(install.known(LOGS));
    FUNCTIONS.forEach(name -> names.add("/aws/lambda/" + install.prefix() + "-" + name));
    String cluster = "/aws/eks/" + install.prefix() + "/";
    names.add(cluster);
    var found = new LinkedHashMap<String, Belonging>();
    for (String asked : names) {
      lines
          .logs()
          .describeLogGroupsPaginator(ask -> ask.logGroupNamePrefix(asked))
          .logGroups()
          .stream()
          .map(group -> group.logGroupName())
          .filter(name -> name.equals(asked) || asked.equals(cluster))
          .forEach(name -> found.put(name, Belonging.there(Belonging.DOOR, LOGS, name, true)));
    }
    return List.copyOf(found.values());
  }

  private List<Belonging> functions() {
    return lines.functions().listFunctionsPaginator().functions().stream()
        .map(function -> function.functionName())
        .filter(name ->
            FUNCTIONS.stream().anyMatch(of -> name.equals(install.prefix() + "-" + of))
                || install.known(FUNCTION).contains(name))
        .map(name -> Belonging.there(Belonging.DOOR, FUNCTION, name, false))
        .toList();
  }

  private List<Belonging> balancers() {
    var found = new ArrayList<Belonging>();
    List<String> balancers =
        lines.balancers().describeLoadBalancersPaginator().loadBalancers().stream()
            .map(one -> one.loadBalancerArn())
            .toList();
    List<String> groups =
        lines.balancers().describeTargetGroupsPaginator().targetGroups().stream()
            .map(one -> one.targetGroupArn())
            .toList();
    found.addAll(tagged(BALANCER, balancers));
    found.addAll(tagged(TARGETS, groups));
    List<String> classic =
        lines.classic().describeLoadBalancersPaginator().loadBalancerDescriptions().stream()
            .map(one -> one.loadBalancerName())
            .toList();
    for (List<String> some : inParts(classic)) {
      lines
          .classic()
          .describeTags(ask -> ask.loadBalancerNames(some))
          .tagDescriptions()
          .forEach(of -> {
            Map<String, String> tags = new HashMap<>();
            of.tags().forEach(tag -> tags.put(tag.key(), String.valueOf(tag.value())));
            add(found, CLASSIC, of.loadBalancerName(), tags);
          });
    }
    return found;
  }

  private List<Belonging> tagged(String kind, List<String> arns) {
    var found = new ArrayList<Belonging>();
    for (List<String> some : inParts(arns)) {
      lines
          .balancers()
          .describeTags(ask -> ask.resourceArns(some))
          .tagDescriptions()
          .forEach(of -> {
            Map<String, String> tags = new HashMap<>();
            of.tags().forEach(tag -> tags.put(tag.key(), String.valueOf(tag.value())));
            add(found, kind, of.resourceArn(), tags);
          });
    }
    return found;
  }

  /// Controllers of clusters write the cluster's name into their tags.
  private void add(List<Belonging> found, String kind, String name, Map<String, String> tags) {
    boolean ofCluster =
        tags.containsKey("kubernetes.io/cluster/" + install.prefix())
            || install.prefix().equals(tags.get("elbv2.k8s.aws/cluster"))
            || install.prefix().equals(tags.get("eks:eks-cluster-name"));
    if (ofCluster) {
      found.add(Belonging.there(CLUSTER, kind, name, false));
    } else if (install.id().equals(tags.get("bowline:install"))
        || install.known(kind).contains(name)) {
      found.add(Belonging.there("component", kind, name, false));
    }
  }

  private static List<List<String>> inParts(List<String> all) {
    var parts = new ArrayList<List<String>>();
    for (int at = 0; at < all.size(); at += MOST) {
      parts.add(all.subList(at, Math.min(all.size(), at + MOST)));
    }
    return parts;
  }
}
