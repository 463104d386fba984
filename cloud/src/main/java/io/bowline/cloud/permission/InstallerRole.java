package io.bowline.cloud.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The role under which a base layer is made in AWS, once: it creates, it reads no data, and it
/// ends by itself.
///
/// @param name of the install, which everything is called after
/// @param account of the customer, 12 digits
/// @param externalId what whoever takes the role has to know of this install
/// @param until when it stops to be of use
/// @param bucket for the record of what is made, where whoever takes it keeps one in the account;
///   empty for a stack, which CloudFormation keeps the record of
public record InstallerRole(
    String name, String account, String externalId, Instant until, String bucket) {
  private static final String S3 = "s3:";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonNode BESIDES = besides();
  private static final Set<String> NETWORK = Set.copyOf(texts(BESIDES.path("network")));
  private static final String ROLES = "arn:aws:iam::%s:role/bowline-%s-*";

  /// The role of a stack.
  public InstallerRole(String name, String account, String externalId, Instant until) {
    this(name, account, externalId, until, "");
  }

  /// Who may take it: CloudFormation, as the service role of the stack; and who else is named, by
  /// the external id.
  ///
  /// @param vendor the ARN of the vendor's runner; empty for a stack that the customer makes
  public ObjectNode trust(String vendor) {
    ObjectNode policy = policy();
    ArrayNode statements = policy.withArray("/Statement");
    ObjectNode stack = statement(statements, "AsTheStacksServiceRole", "Allow");
    stack.putObject("Principal").put("Service", "cloudformation.amazonaws.com");
    stack.put("Action", "sts:AssumeRole");
    stack.putObject("Condition").putObject("StringEquals").put("aws:SourceAccount", account);
    if (!vendor.isEmpty()) {
      ObjectNode hosted = statement(statements, "ByTheVendorOnce", "Allow");
      hosted.putObject("Principal").put("AWS", vendor);
      hosted.put("Action", "sts:AssumeRole");
      ObjectNode when = hosted.putObject("Condition");
      when.putObject("StringEquals").put("sts:ExternalId", externalId);
      expiring(when);
    }
    return policy;
  }

  /// What it may do, and what it may not do whatever else it is given.
  public ObjectNode permissions() {
    return permissions(true);
  }

  /// The same.
  ///
  /// @param network whether it makes the network, too; else nothing at its level may be made or
  ///   changed, whatever else is granted
  public ObjectNode permissions(boolean network) {
    ObjectNode policy = policy();
    ArrayNode statements = policy.withArray("/Statement");
    record Limits(List<String> on, Map<String, List<String>> when) {}
    var byLimits = new LinkedHashMap<Limits, List<String>>();
    for (Grant grant : grants(network)) {
      byLimits
          .computeIfAbsent(new Limits(grant.on(), grant.when()), _ -> new ArrayList<>())
          .addAll(grant.actions());
    }
    byLimits.forEach((limits, actions) -> {
      ObjectNode allowed = statements.addObject().put("Effect", "Allow");
      actions.stream().distinct().forEach(allowed.putArray("Action")::add);
      resources(allowed, limits.on());
      ObjectNode when = allowed.putObject("Condition");
      limits
          .when()
          .forEach((key, values) -> {
            String operator = values.getFirst().startsWith("arn:") ? "ArnLike" : "StringEquals";
            values.forEach(when.withObject("/" + operator).putArray(key)::add);
          });
      expiring(when);
    });
    denials(statements);
    if (!network) {
      ObjectNode there = statement(statements, "NothingAtTheNetwork", "Deny");
      NETWORK.stream().sorted().forEach(there.putArray("Action")::add);
      there.put("Resource", "*");
    }
    return policy;
  }

  /// The boundary of the role: its services, and the same denials. Nothing that is attached later
  /// goes beyond it.
  public ObjectNode boundary() {
    ObjectNode policy = policy();
    ArrayNode statements = policy.withArray("/Statement");
    ObjectNode allowed = statement(statements, "NoOtherService", "Allow");
    texts(BESIDES.path("services")).forEach(allowed.putArray("Action")::add);
    allowed.put("Resource", "*");
    expiring(allowed.putObject("Condition"));
    if (!bucket.isEmpty()) {
      ObjectNode record = statement(statements, "TheRecordsBucket", "Allow");
      record.put("Action", S3 + "*");
      resources(record, buckets());
      expiring(record.putObject("Condition"));
    }
    denials(statements);
    return policy;
  }

  /// Everything that it may do, each with its reason.
  public List<Grant> grants() {
    return grants(true);
  }

  /// The same.
  ///
  /// @param network whether it makes the network, too; else that is there, and nothing at its level
  ///   may be made or changed
  public List<Grant> grants(boolean network) {
    var grants = new ArrayList<Grant>();
    for (Grant grant : Permissions.of(Cloud.AWS).grants()) {
      // the record of a fleet's making is kept by whoever makes fleets; a stack keeps its own
      boolean record = grant.on().stream().anyMatch(on -> on.startsWith("arn:aws:s3:"));
      boolean makes =
          grant.purposes().contains(Purpose.CREATE) || grant.purposes().contains(Purpose.DELETE);
      List<String> actions =
          grant.actions().stream().filter(action -> network || !NETWORK.contains(action)).toList();
      if (makes && (!record || !bucket.isEmpty()) && !actions.isEmpty()) {
        grants.add(
            new Grant(
                grant.reason(),
                grant.purposes(),
                record ? buckets() : grant.on().stream().map(this::own).toList(),
                grant.when(),
                actions));
      }
    }
    for (JsonNode each : BESIDES.path("allow")) {
      var when = new LinkedHashMap<String, List<String>>();
      each.path("when").properties().forEach(key -> when.put(key.getKey(), texts(key.getValue())));
      grants.add(
          new Grant(
              each.path("reason").asText(),
              Set.of(Purpose.CREATE),
              texts(each.path("on")).stream().map(this::filled).toList(),
              when,
              texts(each.path("actions"))));
    }
    return List.copyOf(grants);
  }

  private void denials(ArrayNode statements) {
    JsonNode deny = BESIDES.path("deny");
    ObjectNode data = statement(statements, "NoData", "Deny");
    ArrayNode reads = data.putArray("Action");
    Permissions.of(Cloud.AWS).denied().forEach(reads::add);
    List<String> more = texts(deny.path("data"));
    more.stream().filter(read -> bucket.isEmpty() || !read.startsWith(S3)).forEach(reads::add);
    data.put("Resource", "*");
    if (!bucket.isEmpty()) {
      ObjectNode objects = statement(statements, "NoDataButTheRecord", "Deny");
      more.stream().filter(read -> read.startsWith(S3)).forEach(objects.putArray("Action")::add);
      buckets().forEach(objects.putArray("NotResource")::add);
    }
    ObjectNode itself = statement(statements, "NoMoreRightsForItself", "Deny");
    texts(deny.path("itself")).forEach(itself.putArray("Action")::add);
    itself.put("Resource", "*");
    String own = ROLES.formatted(account, name);
    ObjectNode others = statement(statements, "NoRolesButTheInstalls", "Deny");
    texts(deny.path("roles")).forEach(others.putArray("Action")::add);
    others.put("NotResource", own);
    ObjectNode unbound = statement(statements, "NoRoleWithoutTheBoundary", "Deny");
    unbound
        .putArray("Action")
        .add("iam:CreateRole")
        .add("iam:PutRolePolicy")
        .add("iam:AttachRolePolicy");
    unbound.put("Resource", "*");
    unbound
        .putObject("Condition")
        .putObject("StringNotEquals")
        .put(
            "iam:PermissionsBoundary",
            "arn:aws:iam::%s:policy/%s".formatted(account, Permissions.BOUNDARY));
  }

  private List<String> buckets() {
    String arn = "arn:aws:s3:::" + bucket;
    return List.of(arn, arn + "/*");
  }

  private void expiring(ObjectNode condition) {
    condition
        .withObject("/DateLessThan")
        .put("aws:CurrentTime", until.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private String own(String on) {
    return on.replace("arn:aws:iam::*:role/bowline-*", ROLES.formatted(account, name))
        .replace("arn:aws:iam::*:", "arn:aws:iam::" + account + ":");
  }

  private String filled(String on) {
    return on.replace("{account}", account).replace("{name}", name);
  }

  private static ObjectNode policy() {
    ObjectNode policy = JSON.objectNode().put("Version", "2012-10-17");
    policy.putArray("Statement");
    return policy;
  }

  private static ObjectNode statement(ArrayNode statements, String sid, String effect) {
    return statements.addObject().put("Sid", sid).put("Effect", effect);
  }

  private static void resources(ObjectNode statement, List<String> on) {
    if (on.isEmpty()) {
      statement.put("Resource", "*");
    } else {
      on.forEach(statement.putArray("Resource")::add);
    }
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(item -> texts.add(item.asText()));
    return List.copyOf(texts);
  }

  private static JsonNode besides() {
    try (InputStream in = InstallerRole.class.getResourceAsStream("aws-installer.json")) {
      if (in == null) {
        throw new IllegalStateException("aws-installer.json is missing beside InstallerRole");
      }
      return JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
