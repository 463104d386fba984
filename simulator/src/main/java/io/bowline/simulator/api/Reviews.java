package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.apply.Fields;
import io.bowline.simulator.apply.ManagedFields;
import io.bowline.simulator.apply.Owner;
import io.bowline.simulator.http.Answer;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.json.Tree;
import java.util.Optional;

/// Questions about the caller: who it is, what it may do. The one user there is may do everything.
final class Reviews {
  private Reviews() {}

  static Optional<Answer> serve(Call call, String now) {
    if (!call.at(0).equals("apis") || !call.at(2).equals("v1") || call.path().size() != 4) {
      return Optional.empty();
    }
    return switch (call.at(1) + "/" + call.at(3)) {
      case "authorization.k8s.io/selfsubjectaccessreviews",
          "authorization.k8s.io/subjectaccessreviews" ->
          Optional.of(access(call, now));
      case "authorization.k8s.io/selfsubjectrulesreviews" -> Optional.of(rules(call, now));
      case "authentication.k8s.io/selfsubjectreviews" -> Optional.of(self(call, now));
      case "authentication.k8s.io/tokenreviews" -> Optional.of(token(call, now));
      default -> Optional.empty();
    };
  }

  private static ObjectNode review(Call call, String now) {
    if (!call.method().equals("POST")) {
      throw Refusal.notAllowed();
    }
    ObjectNode review = call.object();
    review.remove("status");
    Owner owner = new Owner(call.manager(), false, Tree.text(review, "apiVersion"), "");
    ManagedFields managed = ManagedFields.of(Tree.object());
    Fields fields = new Fields(Tree.text(review, "kind"), false);
    managed.updated(owner, fields.between(Tree.object(), review), now);
    managed.write(review);
    return review;
  }

  private static Answer access(Call call, String now) {
    ObjectNode review = review(call, now);
    if (!Tree.has(review, "spec", "resourceAttributes")
        && !Tree.has(review, "spec", "nonResourceAttributes")) {
      throw new Refusal(
          422,
          "Invalid",
          "spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or"
              + " resourceAttributes must be specified");
    }
    review.putObject("status").put("allowed", true);
    return Answer.json(201, review);
  }

  private static Answer rules(Call call, String now) {
    ObjectNode review = review(call, now);
    ObjectNode status = review.putObject("status");
    ObjectNode rule = status.putArray("resourceRules").addObject();
    for (String field : java.util.List.of("verbs", "apiGroups", "resources")) {
      rule.putArray(field).add("*");
    }
    ObjectNode other = status.putArray("nonResourceRules").addObject();
    other.putArray("verbs").add("*");
    other.putArray("nonResourceURLs").add("*");
    status.put("incomplete", false);
    return Answer.json(201, review);
  }

  private static Answer self(Call call, String now) {
    ObjectNode review = review(call, now);
    user(review.putObject("status").putObject("userInfo"));
    return Answer.json(201, review);
  }

  private static Answer token(Call call, String now) {
    ObjectNode review = review(call, now);
    ObjectNode status = review.putObject("status").put("authenticated", true);
    user(status.putObject("user"));
    return Answer.json(201, review);
  }

  private static void user(ObjectNode user) {
    user.put("username", "simulator:admin");
    user.putArray("groups").add("system:masters").add("system:authenticated");
  }
}
