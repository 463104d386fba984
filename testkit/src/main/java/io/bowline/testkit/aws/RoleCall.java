package io.bowline.testkit.aws;

import io.bowline.testkit.aws.Evaluator.Decision;
import io.bowline.testkit.aws.Evaluator.Request;
import java.time.Instant;

/// One call to an emulated account by somebody who had taken a role there, or who wanted to.
///
/// @param role its name
/// @param decision what IAM would say; what is not allowed was refused
public record RoleCall(Instant at, String role, Request request, Decision decision) {}
