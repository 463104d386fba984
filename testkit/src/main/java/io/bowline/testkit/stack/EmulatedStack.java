package io.bowline.testkit.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.aws.EmulatedAccount.AccessKey;
import io.bowline.testkit.stack.Hand.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A stack in an emulated account: made, updated and deleted by Moto's CloudFormation as far as
/// that goes. What it passes over without a word ([#SKIPPED]) is made here under the stack's
/// service role by the API, out of the template's own properties; the stack's functions are run as
/// they stand in it; and what Moto leaves there when a stack goes ([#LEFT]) is taken away by the
/// API.
public final class EmulatedStack {
  /// Kinds of resource that Moto's CloudFormation does not know, or cannot run without containers.
  public static final Set<String> SKIPPED =
      Set.of(
          "AWS::CloudFormation::WaitConditionHandle",
          "AWS::EC2::SecurityGroupEgress",
          "AWS::EKS::AccessEntry",
          "AWS::EKS::Addon",
          "AWS::EKS::Cluster",
          "AWS::EKS::Nodegroup",
          "AWS::EKS::PodIdentityAssociation",
          "Custom::BowlineLook",
          "Custom::BowlineRunner");

  /// Kinds that it makes, and does not take away again.
  public static final Set<String> LEFT =
      Set.of(
          "AWS::EC2::EIP",
          "AWS::EC2::InternetGateway",
          "AWS::EC2::NatGateway",
          "AWS::EC2::Route",
          "AWS::EC2::RouteTable",
          "AWS::EC2::SubnetRouteTableAssociation",
          "AWS::EC2::VPCEndpoint",
          "AWS::EC2::VPCGatewayAttachment");

  /// Kinds that it makes with less than the template says: without tags, without the names of hosts
  /// in a network, with a way out for everything in a group, with no subnet at a table of routes,
  /// without scanning in a repository; and a template of machines whose tags stay when it goes.
  public static final Set<String> FORGETS =
      Set.of(
          "AWS::EC2::EIP",
          "AWS::EC2::InternetGateway",
          "AWS::EC2::LaunchTemplate",
          "AWS::EC2::NatGateway",
          "AWS::EC2::RouteTable",
          "AWS::EC2::SecurityGroup",
          "AWS::EC2::SubnetRouteTableAssociation",
          "AWS::EC2::VPC",
          "AWS::EC2::VPCEndpoint",
          "AWS::ECR::Repository");

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern HOLE = Pattern.compile("\\$\\{([A-Za-z0-9]+)[.}]");

  private final MotoStack moto;
  private final Hand role;
  private final StackFunction functions;
  private final JsonNode template;
  private final Map<String, String> cluster;
  private final Set<String> byApi;

  /// What is there, in the order in which it was made; and its ids.
  private final Set<String> made = new LinkedHashSet<>();

  private ObjectNode known = JSON.createObjectNode();
  private final Map<String, JsonNode> events = new HashMap<>();
  private Map<String, String> parameters = Map.of();

  /// @param scratch a folder for what is run
  /// @param person who makes the stack
  /// @param serviceRole the name of the role that it is made under
  /// @param cluster attributes that a real cluster has and Moto's record of one has not:
  ///   `Endpoint`, `CertificateAuthorityData`
  public EmulatedStack(
      EmulatedAccount account,
      Path scratch,
      AccessKey person,
      String serviceRole,
      JsonNode template,
      Map<String, String> cluster,
      Set<String> besides)
      throws IOException {
    role = new Hand(account, scratch, account.service("cloudformation.amazonaws.com", serviceRole));
    moto = new MotoStack(new Hand(account, scratch, person), serviceRole);
    functions = new StackFunction(account, scratch);
    this.template = template;
    this.cluster = Map.copyOf(cluster);
    byApi = Stream.concat(SKIPPED.stream(), besides.stream()).collect(Collectors.toSet());
  }

  /// Makes it.
  ///
  /// @throws StackFailed when a function of it says no; then it was rolled back
  public void create(Map<String, String> given)
      throws IOException, InterruptedException, StackFailed {
    parameters = Map.copyOf(given);
    try {
      add();
    } catch (StackFailed e) {
      try {
        delete();
      } catch (IOException | StackFailed | RuntimeException rolledBack) {
        e.addSuppressed(rolledBack);
      }
      throw e;
    }
  }

  /// Updates it with other parameters: functions are told, what is wanted no longer goes.
  ///
  /// @throws StackFailed when a function of it says no
  public void update(Map<String, String> given)
      throws IOException, InterruptedException, StackFailed {
    parameters = Map.copyOf(given);
    Map<String, JsonNode> wanted = reading().resources();
    for (String name : List.copyOf(made)) {
      JsonNode thing = wanted.get(name);
      if (thing != null && isFunctions(name)) {
        JsonNode before = events.get(name);
        if (!thing.path("Properties").equals(before)) {
          ask("Update", name, thing);
        }
      }
    }
    add();
    remove(name -> !wanted.containsKey(name));
  }

  /// Deletes it.
  public void delete() throws IOException, InterruptedException, StackFailed {
    remove(_ -> true);
    moto.delete();
  }

  /// What is there, by its logical name.
  public Set<String> made() {
    return Set.copyOf(made);
  }

  /// What Moto says that the stack consists of, by logical name.
  public Set<String> listedByMoto() throws IOException, InterruptedException {
    return moto.resources().keySet();
  }

  /// What the template gives out.
  public Map<String, String> outputs() {
    var outputs = new HashMap<String, String>();
    template
        .path("Outputs")
        .properties()
        .forEach(each ->
            outputs.put(each.getKey(), reading().read(each.getValue().path("Value")).asText()));
    return outputs;
  }

  private void add() throws IOException, InterruptedException, StackFailed {
    Set<String> pending = new LinkedHashSet<>(reading().resources().keySet());
    pending.removeAll(made);
    while (!pending.isEmpty()) {
      int before = made.size();
      List<String> byMoto = ready(pending, name -> !byApi.contains(type(name)));
      if (!byMoto.isEmpty()) {
        byMoto(byMoto);
      }
      pending.removeAll(made);
      List<String> skipped =
          ready(pending, name -> byApi.contains(type(name)) && !isFunctions(name));
      if (!skipped.isEmpty()) {
        known = role.make(plain(skipped), known);
        made.addAll(skipped);
      }
      pending.removeAll(made);
      for (String name : ready(pending, this::isFunctions)) {
        // also what failed is asked to go
        made.add(name);
        ask("Create", name, reading().resources().getOrDefault(name, JSON.missingNode()));
      }
      pending.removeAll(made);
      if (made.size() == before) {
        throw new IllegalStateException("they wait for each other: " + pending);
      }
    }
  }

  private void byMoto(List<String> names) throws IOException, InterruptedException {
    var all = new ArrayList<>(made.stream().filter(name -> !byApi.contains(type(name))).toList());
    all.addAll(names);
    moto.put(new MotoTemplate(template, reading()).of(all), parameters);
    Map<String, String> there = moto.resources();
    for (String name : names) {
      String id = there.getOrDefault(name, "");
      known.putObject(name).put("id", id).put("arn", arn(type(name), id));
      made.add(name);
    }
    var forgotten = new ArrayList<Call>();
    names.forEach(name -> forgotten.addAll(forgotten(name)));
    if (!forgotten.isEmpty()) {
      JsonNode _ = role.ask(forgotten);
    }
  }

  /// What Moto forgets of what it makes: the tags of a key, and what is attached to a role.
  private List<Call> forgotten(String name) {
    JsonNode properties = reading().read(template.at("/Resources/" + name + "/Properties"));
    String id = known.path(name).path("id").asText();
    var calls = new ArrayList<Call>();
    if (type(name).equals("AWS::KMS::Key")) {
      ObjectNode asked = JSON.createObjectNode().put("KeyId", id);
      ArrayNode tags = asked.putArray("Tags");
      for (JsonNode tag : properties.path("Tags")) {
        tags.addObject()
            .put("TagKey", tag.path("Key").asText())
            .put("TagValue", tag.path("Value").asText());
      }
      calls.add(new Call("kms", "tag_resource", asked));
    }
    calls.addAll(attached("attach_role_policy", name));
    return calls;
  }

  private List<Call> attached(String operation, String name) {
    JsonNode properties = reading().read(template.at("/Resources/" + name + "/Properties"));
    var calls = new ArrayList<Call>();
    for (JsonNode policy : properties.path("ManagedPolicyArns")) {
      calls.add(
          new Call(
              "iam",
              operation,
              JSON.createObjectNode()
                  .put("RoleName", known.path(name).path("id").asText())
                  .put("PolicyArn", policy.asText())));
    }
    return calls;
  }

  /// The functions go first where something is made for them, as CloudFormation has it, and last
  /// where everything waited for them.
  private void remove(Predicate<String> which)
      throws IOException, InterruptedException, StackFailed {
    var going = new ArrayList<String>();
    for (String name : List.copyOf(made).reversed()) {
      if (which.test(name)) {
        if (isFunctions(name)) {
          take(going);
          ask("Delete", name, JSON.createObjectNode().set("Properties", events.get(name)));
          made.remove(name);
        } else {
          going.add(name);
        }
      }
    }
    take(going);
  }

  private void take(List<String> names) throws IOException, InterruptedException {
    unmake(names, name -> SKIPPED.contains(type(name)) || LEFT.contains(type(name)));
    var detached = new ArrayList<Call>();
    names.forEach(name -> detached.addAll(attached("detach_role_policy", name)));
    if (!detached.isEmpty()) {
      JsonNode _ = role.ask(detached);
    }
    names.forEach(made::remove);
    List<String> rest = made.stream().filter(name -> !byApi.contains(type(name))).toList();
    if (!names.isEmpty() && !rest.isEmpty()) {
      moto.put(new MotoTemplate(template, reading()).of(rest), parameters);
    }
    unmake(
        names,
        name ->
            byApi.contains(type(name))
                && !SKIPPED.contains(type(name))
                && !LEFT.contains(type(name)));
    names.clear();
  }

  private void unmake(List<String> names, Predicate<String> which)
      throws IOException, InterruptedException {
    List<String> going = names.stream().filter(which).toList();
    if (!going.isEmpty()) {
      role.unmake(plain(going), known);
    }
  }

  private void ask(String what, String name, JsonNode thing)
      throws IOException, InterruptedException, StackFailed {
    ObjectNode event =
        JSON.createObjectNode()
            .put("RequestType", what)
            .put("StackId", moto.id())
            .put("RequestId", name + "-" + what)
            .put("LogicalResourceId", name)
            .put("ResourceType", type(name));
    JsonNode properties = thing.path("Properties");
    event.set("ResourceProperties", properties);
    if (what.equals("Update")) {
      event.set("OldResourceProperties", events.get(name));
    }
    String function =
        template.at("/Resources/" + name + "/Properties/ServiceToken/Fn::GetAtt/0").asText();
    events.putIfAbsent(name, properties);
    JsonNode answer = functions.run(filled(function), event);
    if (!answer.path("Status").asText().equals("SUCCESS")) {
      throw new StackFailed(answer.path("Reason").asText());
    }
    events.put(name, properties);
    if (what.equals("Create")) {
      ObjectNode one = known.putObject(name);
      one.put("id", answer.path("PhysicalResourceId").asText());
      one.put("arn", one.path("id").asText());
      answer.path("Data").properties().forEach(each -> one.set(each.getKey(), each.getValue()));
    }
  }

  private JsonNode filled(String name) {
    return template.path("Resources").path(name).isMissingNode()
        ? JSON.missingNode()
        : JSON.createObjectNode()
            .set(
                "Properties",
                reading().read(template.path("Resources").path(name).path("Properties")));
  }

  /// Those of a kind of maker whose needs are all there, or made together with them.
  private List<String> ready(Set<String> pending, Predicate<String> kind) {
    var ready = new ArrayList<>(pending.stream().filter(kind).toList());
    Set<String> all = reading().resources().keySet();
    boolean less = true;
    while (less) {
      var there = new HashSet<>(made);
      there.addAll(ready);
      less =
          ready.removeIf(name -> {
            var needs = new HashSet<String>();
            needs(template.path("Resources").path(name), needs);
            needs.retainAll(all);
            return !there.containsAll(needs);
          });
    }
    return ready;
  }

  private static void needs(JsonNode value, Set<String> found) {
    value
        .properties()
        .forEach(each -> {
          switch (each.getKey()) {
            case "Ref" -> found.add(each.getValue().asText());
            case "Fn::GetAtt" -> found.add(each.getValue().path(0).asText());
            case "DependsOn" -> each.getValue().forEach(on -> found.add(on.asText()));
            case "Fn::Sub" ->
                HOLE.matcher(each.getValue().asText())
                    .results()
                    .forEach(hole -> found.add(hole.group(1)));
            default -> needs(each.getValue(), found);
          }
        });
    if (value.isArray()) {
      value.forEach(each -> needs(each, found));
    }
  }

  /// As the hand takes them: references are `@` and a name. A handle is nothing that is made.
  private Map<String, JsonNode> plain(List<String> names) {
    var reading = new StackReading(template, parameters);
    var things = new LinkedHashMap<String, JsonNode>();
    for (String name : names) {
      if (!type(name).endsWith("WaitConditionHandle")) {
        ObjectNode thing = JSON.createObjectNode().put("Type", type(name));
        thing.set("Properties", reading.read(template.at("/Resources/" + name + "/Properties")));
        things.put(name, thing);
      }
    }
    return things;
  }

  private StackReading reading() {
    return new StackReading(template, parameters, this::named);
  }

  private String named(String logical, String attribute) {
    JsonNode one = known.path(logical);
    if (type(logical).equals("AWS::EKS::Cluster") && cluster.containsKey(attribute)) {
      return cluster.getOrDefault(attribute, "");
    }
    return switch (attribute) {
      case "" -> one.path("id").asText();
      case "Arn" -> one.path("arn").asText();
      default -> one.path(attribute).asText(one.path("id").asText());
    };
  }

  private String type(String name) {
    return template.path("Resources").path(name).path("Type").asText();
  }

  private boolean isFunctions(String name) {
    return type(name).startsWith("Custom::");
  }

  private static String arn(String type, String id) {
    return switch (type) {
      case "AWS::IAM::Role" -> "arn:aws:iam::123456789012:role/" + id;
      case "AWS::KMS::Key" -> "arn:aws:kms:eu-central-1:123456789012:key/" + id;
      // a template's newest version is its first
      case "AWS::EC2::LaunchTemplate" -> "1";
      default -> id;
    };
  }
}
