package io.bowline.testkit.aws;

import io.bowline.testkit.aws.Evaluator.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request to AWS is about, as policies speak of it: the resource where it has a name that
/// its maker chose, the keys of conditions, and the roles that it hands on.
///
/// @param service as the signature names it
/// @param action as the service names it
/// @param named the resource's ARN where the address says it; empty elsewhere
record RequestReading(String service, String action, String named, String body) {
  private static final Pattern PASSED =
      Pattern.compile("\"(?:roleArn|nodeRole)\" *: *\"(arn:aws:iam::[0-9]{12}:role/[^\"]+)\"");

  /// To whom a role is handed by these.
  private static final Map<String, String> HANDED =
      Map.of(
          "CreateCluster", "eks.amazonaws.com",
          "CreateNodegroup", "ec2.amazonaws.com",
          "CreatePodIdentityAssociation", "pods.eks.amazonaws.com");

  /// All that has to be allowed for it.
  ///
  /// @param boundaries the boundary that a role has, by the role's name
  List<Request> requests(Instant now, UnaryOperator<String> boundaries) {
    var requests = new ArrayList<Request>();
    var context = new HashMap<>(Map.of("aws:CurrentTime", now.toString()));
    String resource = named.isEmpty() ? "*" : named;
    if (service.equals("iam")) {
      Map<String, String> form = form();
      String role = form.getOrDefault("RoleName", "");
      resource = role.isEmpty() ? form.getOrDefault("PolicyArn", "*") : RoleJudge.arn(role);
      String boundary =
          action.equals("CreateRole")
              ? form.getOrDefault("PermissionsBoundary", "")
              : role.isEmpty() ? "" : boundaries.apply(role);
      if (!boundary.isEmpty()) {
        context.put("iam:PermissionsBoundary", boundary);
      }
    }
    requests.add(new Request(service + ":" + action, resource, context));
    if (service.equals("eks") && HANDED.containsKey(action)) {
      Matcher passed = PASSED.matcher(body);
      while (passed.find()) {
        var handed = new HashMap<>(context);
        handed.put("iam:PassedToService", HANDED.getOrDefault(action, ""));
        requests.add(new Request("iam:PassRole", passed.group(1), handed));
      }
    }
    return requests;
  }

  /// Who one is, is told to anybody who can sign.
  boolean isOpenToAnybody() {
    return service.equals("sts") && action.equals("GetCallerIdentity");
  }

  /// The fields of a form.
  Map<String, String> form() {
    var fields = new HashMap<String, String>();
    for (String field : body.split("&", -1)) {
      int at = field.indexOf('=');
      if (at > 0) {
        fields.put(
            URLDecoder.decode(field.substring(0, at), StandardCharsets.UTF_8),
            URLDecoder.decode(field.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }
}
