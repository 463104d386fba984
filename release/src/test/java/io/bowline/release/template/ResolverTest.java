package io.bowline.release.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.release.ComponentName;
import io.bowline.model.release.InputSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResolverTest {
  private static final ComponentName TOPICS = new ComponentName("topics");
  private static final List<InputSpec> SPECS =
      List.of(
          spec("name", InputSpec.Type.STRING, Optional.empty()),
          spec("replicas", InputSpec.Type.INTEGER, Optional.of("3")),
          spec("tls", InputSpec.Type.BOOLEAN, Optional.of("true")),
          new InputSpec("extra", InputSpec.Type.STRING, false, Optional.empty(), ""));

  private static InputSpec spec(String name, InputSpec.Type type, Optional<String> otherwise) {
    return new InputSpec(name, type, true, otherwise, "");
  }

  private static Resolver resolver(String name, Map<String, String> outputs) {
    return switch (Inputs.check(SPECS, Map.of("name", name))) {
      case Inputs.Checked.Good(Inputs inputs) -> Resolver.of(inputs, Map.of(TOPICS, outputs));
      case Inputs.Checked.Bad(List<String> problems) -> throw new AssertionError(problems);
    };
  }

  @Test
  void aWholeExpressionTakesTheTypeOfItsValue() {
    Resolver resolver = resolver("x", Map.of("names", "[\"a\",\"b\"]"));
    assertThat(
            resolver.values(
                "n: ${inputs.replicas}\nt: ${inputs.tls}\nl: ${outputs.topics.names}\ne:"
                    + " ${inputs.extra}\ns: 'is ${inputs.replicas} of ${inputs.name}'",
                "ns"))
        .isEqualTo(
            new Resolution.Resolved(
                "{\"n\":3,\"t\":true,\"l\":[\"a\",\"b\"],\"e\":null,\"s\":\"is 3 of x\"}"));
  }

  @Test
  void aValueNeverBecomesStructureOrAnotherTemplate() {
    Resolver resolver = resolver("x\"\nadmin: true\n${inputs.replicas}", Map.of());
    assertThat(resolver.values("a: ${inputs.name}\nb: 1", "ns"))
        .isEqualTo(
            new Resolution.Resolved(
                "{\"a\":\"x\\\"\\nadmin: true\\n${inputs.replicas}\",\"b\":1}"));
  }

  @Test
  void missingOutputsAreNamedSoThatTheComponentCanWait() {
    Resolver resolver = resolver("x", Map.of("known", "1"));
    assertThat(
            resolver.values(
                "a: ${outputs.topics.prefix}\nb: ${outputs.topics.known}\nc:"
                    + " x-${outputs.topics.other}",
                "ns"))
        .isEqualTo(
            new Resolution.Deferred(
                Set.of(
                    new Reference.Output(TOPICS, "prefix"),
                    new Reference.Output(TOPICS, "other"))));
  }

  @Test
  void aListInsideATextIsImpossible() {
    assertThat(resolver("x", Map.of("l", "[1]")).text("x-${outputs.topics.l}"))
        .isInstanceOf(Resolution.Impossible.class);
    assertThat(resolver("x", Map.of()).text("${env.HOME}"))
        .isInstanceOf(Resolution.Impossible.class);
  }

  @Test
  void aDoubledDollarStandsForItself() {
    assertThat(resolver("x", Map.of()).text("$${HOME}/${inputs.name}"))
        .isEqualTo(new Resolution.Resolved("${HOME}/x"));
  }

  @Test
  void inputsAreCheckedByTypeAndNeverRepeatedInMessages() {
    Inputs.Checked checked =
        Inputs.check(
            List.of(
                spec("n", InputSpec.Type.INTEGER, Optional.empty()),
                spec("s", InputSpec.Type.SECRET, Optional.empty()),
                spec("missing", InputSpec.Type.STRING, Optional.empty())),
            Map.of("n", "three", "s", "hunter2", "other", "x"));
    assertThat(checked)
        .isInstanceOfSatisfying(
            Inputs.Checked.Bad.class,
            bad -> {
              assertThat(bad.problems()).hasSize(4);
              assertThat(bad.problems().toString())
                  .doesNotContain("hunter2")
                  .doesNotContain("three");
            });
  }

  @Test
  void aSecretInputBecomesAReferenceAndNeverAText() {
    Inputs.Checked checked =
        Inputs.check(
            List.of(spec("db", InputSpec.Type.SECRET, Optional.empty())),
            Map.of("db", "shop/credentials#password"));
    var resolver = Resolver.of(((Inputs.Checked.Good) checked).inputs(), Map.of());
    assertThat(resolver.secret("${inputs.db}"))
        .contains(new SecretReference("shop", "credentials", "password"));
    assertThat(resolver.secret("x${inputs.db}")).isEmpty();
    assertThat(resolver.text("x${inputs.db}")).isInstanceOf(Resolution.Impossible.class);
    assertThat(resolver.values("db: ${inputs.db}", "shop"))
        .isEqualTo(
            new Resolution.Resolved("{\"db\":{\"name\":\"credentials\",\"key\":\"password\"}}"));
    assertThat(resolver.values("db: x${inputs.db}", "shop"))
        .isInstanceOf(Resolution.Impossible.class);
    assertThat(resolver.values("db: ${inputs.db}", "other"))
        .isInstanceOfSatisfying(
            Resolution.Impossible.class,
            impossible -> assertThat(impossible.reason()).contains("is not in namespace other"));
    assertThat(resolver.json("\"${inputs.db}\""))
        .isEqualTo(new Resolution.Resolved("\"shop/credentials#password\""));
  }
}
