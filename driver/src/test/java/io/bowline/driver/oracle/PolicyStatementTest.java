package io.bowline.driver.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.oracle.PolicyStatement.Place;
import io.bowline.driver.oracle.PolicyStatement.Reading;
import io.bowline.driver.oracle.PolicyStatement.Verb;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How statements of policies are read.
class PolicyStatementTest {
  private static PolicyStatement good(String text) {
    return switch (PolicyStatement.read(text)) {
      case Reading.Good(PolicyStatement statement) -> statement;
      case Reading other -> throw new AssertionError(text + ": " + other);
    };
  }

  @Test
  void aStatementIsReadWithItsParts() {
    assertThat(good("Allow group A-Admins to manage cluster-family in compartment X:Y"))
        .isEqualTo(
            new PolicyStatement(
                false,
                Set.of("a-admins"),
                Verb.MANAGE,
                "cluster-family",
                new Place.ByPath(List.of("x", "y")),
                false));
    assertThat(
            good(
                "allow group id ocid1.group.oc1..A, id ocid1.group.oc1..b to use vnics in compartment id"
                    + " ocid1.compartment.oc1..C where any {request.region='x', target.a != 'b'}"))
        .isEqualTo(
            new PolicyStatement(
                false,
                Set.of("ocid1.group.oc1..a", "ocid1.group.oc1..b"),
                Verb.USE,
                "vnics",
                new Place.ById("ocid1.compartment.oc1..c"),
                true));
    assertThat(good("Allow group 'Default'/'My Group' to inspect users in tenancy").groups())
        .containsExactly("my group");
    assertThat(good("Deny any-user to read objects in tenancy").denies()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Define tenancy X as ocid1.tenancy.oc1..a",
        "Endorse group A to manage all-resources in tenancy X",
        "Admit group A of tenancy X to manage all-resources in tenancy",
        "Allow service blockstorage to use keys in tenancy",
        "Allow dynamic-group d to manage all-resources in tenancy",
        "Allow resource vault secret to use keys in tenancy"
      })
  void whatIsForSomethingElseIsLeftAlone(String text) {
    assertThat(PolicyStatement.read(text)).isEqualTo(new Reading.Elsewhere());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Allow",
        "Allow group",
        "Allow group to manage all-resources in tenancy",
        "Allow group a to",
        "Allow group a to own all-resources in tenancy",
        "Allow group a to manage all-resources",
        "Allow group a to manage all-resources in",
        "Allow group a to manage all-resources in compartment",
        "Allow group a to manage all-resources in compartment id",
        "Allow group a to manage all-resources in tenancy whenever it likes",
        "Allow group a to {X, Y} in tenancy"
      })
  void whatIsNotUnderstoodIsNeverTakenForARight(String text) {
    assertThat(PolicyStatement.read(text)).isEqualTo(new Reading.Unclear(false));
  }

  @Test
  void whatMayTakeSomethingAwayIsToldSo() {
    for (String text : List.of("", "Forbid group a", "Deny group a to {X} in tenancy")) {
      assertThat(PolicyStatement.read(text)).isEqualTo(new Reading.Unclear(true));
    }
    assertThat(PolicyStatement.read("Allow group a to ".repeat(1_000)))
        .isEqualTo(new Reading.Unclear(true));
  }

  @Test
  void verbsHoldTheWeakerOnesAndFamiliesTheirKinds() {
    PolicyStatement use = good("Allow group a to use object-family in tenancy");
    assertThat(use.isAbout(Verb.READ, "objects")).isTrue();
    assertThat(use.isAbout(Verb.USE, "buckets")).isTrue();
    assertThat(use.isAbout(Verb.MANAGE, "objects")).isFalse();
    assertThat(use.isAbout(Verb.READ, "vnics")).isFalse();
    assertThat(
            good("Allow group a to manage all-resources in tenancy").isAbout(Verb.MANAGE, "repos"))
        .isTrue();
  }
}
