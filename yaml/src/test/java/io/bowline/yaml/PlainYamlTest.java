package io.bowline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainYamlTest {
  @Test
  void plainDataIsReadWithItsLines() {
    Parsed parsed = PlainYaml.parse("a: 1\nb:\n  - x: true\n  - 2024-01-01\n  - ~\n  - 1.5\n");
    assertThat(parsed)
        .isInstanceOfSatisfying(
            Parsed.Tree.class,
            tree -> {
              assertThat(tree.root())
                  .hasToString("{\"a\":1,\"b\":[{\"x\":true},\"2024-01-01\",null,1.5]}");
              assertThat(tree.lineOf("b[0].x")).isEqualTo(3);
              assertThat(tree.lineOf("b[1].nowhere")).isEqualTo(4);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: yes",
        "a: 0x10",
        "a: 010",
        "a: 1_000",
        "a: 1:30",
        "a: .inf",
        "a: !!python/object 1",
        "a: !!binary aGk=",
        "a: {<<: {b: 1}}",
        "a: &x [1]\nb: *x",
        "a: &x 1\nb: *x",
        "a: 1\na: 2",
        "a: [",
        "? [1]\n: 2",
        "a: 1\n---\nb: 2",
        ""
      })
  void whatReadersUnderstandDifferentlyIsRefused(String text) {
    assertThat(PlainYaml.parse(text)).isInstanceOf(Parsed.Refused.class);
  }

  @Test
  @Timeout(60)
  void aBombDoesNotGoOff() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + ",").repeat(9));
      bomb.append("x]\n");
    }
    assertThat(PlainYaml.parse(bomb.toString())).isInstanceOf(Parsed.Refused.class);
    assertThat(PlainYaml.parse("[".repeat(5_000))).isInstanceOf(Parsed.Refused.class);
    assertThat(PlainYaml.parse("a: ".repeat(500_000))).isInstanceOf(Parsed.Refused.class);
    assertThat(PlainYaml.parse("[" + "1,".repeat(100_000) + "1]"))
        .isInstanceOf(Parsed.Refused.class);
  }
}
