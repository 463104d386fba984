package io.bowline.terraform.door;

import static io.bowline.testkit.aws.Evaluator.Decision.ALLOWED;
import static io.bowline.testkit.aws.Evaluator.Decision.DENIED;
import static io.bowline.testkit.aws.Evaluator.Decision.NOT_ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.testkit.aws.Evaluator;
import io.bowline.testkit.aws.Evaluator.Decision;
import io.bowline.testkit.aws.Evaluator.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The evaluator, on the rules that AWS's user guide of IAM states with an example each.
class EvaluatorTest {
  private static final String ANY = "\"Resource\":\"*\"";

  @Test
  void whatNobodyAllowsIsNotAllowed() throws Exception {
    assertThat(decided(allow("\"Action\":\"s3:ListAllMyBuckets\"," + ANY), "ec2:RunInstances"))
        .isEqualTo(NOT_ALLOWED);
  }

  @Test
  void aDenialWinsWhereverItStands() throws Exception {
    assertThat(
            decided(
                allow("\"Action\":\"*\"," + ANY) + "," + deny("\"Action\":\"ec2:Run*\"," + ANY),
                "ec2:RunInstances"))
        .isEqualTo(DENIED);
  }

  @Test
  void namesOfActionsHaveNoCaseAndWildcardsStandForAnything() throws Exception {
    assertThat(decided(allow("\"Action\":\"IAM:get?ole\"," + ANY), "iam:GetRole"))
        .isEqualTo(ALLOWED);
    assertThat(decided(allow("\"Action\":\"iam:Get?ole\"," + ANY), "iam:GetRrole"))
        .isEqualTo(NOT_ALLOWED);
  }

  @Test
  void whatIsNotNamedIsMeantByNotActionAndNotResource() throws Exception {
    String others =
        deny("\"NotAction\":[\"iam:*\"]," + ANY) + "," + allow("\"Action\":\"*\"," + ANY);
    assertThat(decided(others, "iam:GetRole")).isEqualTo(ALLOWED);
    assertThat(decided(others, "s3:GetObject")).isEqualTo(DENIED);
    String elsewhere =
        deny("\"Action\":\"s3:*\",\"NotResource\":\"arn:aws:s3:::mine/*\"")
            + ","
            + allow("\"Action\":\"*\"," + ANY);
    assertThat(decided(elsewhere, new Request("s3:GetObject", "arn:aws:s3:::mine/a", Map.of())))
        .isEqualTo(ALLOWED);
    assertThat(decided(elsewhere, new Request("s3:GetObject", "arn:aws:s3:::other/a", Map.of())))
        .isEqualTo(DENIED);
  }

  @Test
  void aConditionHoldsWhenOneOfItsValuesDoesAndItsKeyIsKnown() throws Exception {
    String when =
        allow(
            "\"Action\":\"*\",%s,\"Condition\":{\"StringEquals\":{\"k\":[\"a\",\"b\"]}}"
                .formatted(ANY));
    assertThat(decided(when, new Request("x:y", "*", Map.of("k", "b")))).isEqualTo(ALLOWED);
    assertThat(decided(when, new Request("x:y", "*", Map.of("k", "c")))).isEqualTo(NOT_ALLOWED);
    assertThat(decided(when, "x:y")).isEqualTo(NOT_ALLOWED);
  }

  @Test
  void aNegatedConditionHoldsWhereTheKeyIsUnknown() throws Exception {
    String unless =
        allow("\"Action\":\"*\"," + ANY)
            + ","
            + deny(
                "\"Action\":\"*\",%s,\"Condition\":{\"StringNotEquals\":{\"k\":\"a\"}}"
                    .formatted(ANY));
    assertThat(decided(unless, "x:y")).isEqualTo(DENIED);
    assertThat(decided(unless, new Request("x:y", "*", Map.of("k", "a")))).isEqualTo(ALLOWED);
  }

  @Test
  void ifExistsHoldsWhereTheKeyIsUnknownAndDatesAreCompared() throws Exception {
    String until =
        allow(
            "\"Action\":\"*\",%s,\"Condition\":{\"DateLessThanIfExists\":{\"t\":\"2026-12-01T00:00:00Z\"}}"
                .formatted(ANY));
    assertThat(decided(until, "x:y")).isEqualTo(ALLOWED);
    assertThat(decided(until, new Request("x:y", "*", Map.of("t", "2026-12-02T00:00:00Z"))))
        .isEqualTo(NOT_ALLOWED);
  }

  @Test
  void aBoundaryGrantsNothingAndLimitsEverything() throws Exception {
    var request = new Request("iam:CreateUser", "*", Map.of());
    JsonNode users = policy(allow("\"Action\":\"iam:CreateUser\"," + ANY));
    JsonNode storage = policy(allow("\"Action\":\"s3:*\"," + ANY));
    assertThat(new Evaluator(List.of(users), List.of(storage)).decide(request))
        .isEqualTo(NOT_ALLOWED);
    assertThat(new Evaluator(List.of(storage), List.of(users)).decide(request))
        .isEqualTo(NOT_ALLOWED);
    assertThat(new Evaluator(List.of(users), List.of(users)).decide(request)).isEqualTo(ALLOWED);
  }

  private static String allow(String rest) {
    return "{\"Effect\":\"Allow\"," + rest + "}";
  }

  private static String deny(String rest) {
    return "{\"Effect\":\"Deny\"," + rest + "}";
  }

  private static JsonNode policy(String statements) throws Exception {
    return JsonMapper.builder().build().readTree("{\"Statement\":[" + statements + "]}");
  }

  private static Decision decided(String statements, String action) throws Exception {
    return decided(statements, new Request(action, "*", Map.of()));
  }

  private static Decision decided(String statements, Request request) throws Exception {
    return new Evaluator(List.of(policy(statements)), List.of()).decide(request);
  }
}
