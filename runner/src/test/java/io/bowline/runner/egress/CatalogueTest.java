package io.bowline.runner.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.proto.codec.WireFields;
import io.bowline.proto.codec.WireFields.Passing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Run with `BOWLINE_WRITE=1` to write `docs/what-leaves.md` anew.
class CatalogueTest {
  private static final Catalogue WHOLE = Catalogue.whole();

  @Test
  @Tag("C64.page-equals-code")
  void thePageIsWhatTheCatalogueSays() throws IOException {
    Path page = Path.of(System.getProperty("bowline.root"), "docs", "what-leaves.md");
    if ("1".equals(System.getenv("BOWLINE_WRITE"))) {
      Files.writeString(page, Page.of(WHOLE));
    }
    assertThat(page)
        .as("run this test with BOWLINE_WRITE=1 and commit docs/what-leaves.md")
        .content()
        .isEqualTo(Page.of(WHOLE));
  }

  /// Who adds a field to a message of the runner declares it, or this fails; and until then it does
  /// not leave.
  @Test
  @Tag("C64.page-equals-code")
  void everyFieldOfTheLinkIsDeclaredAndNoOther() {
    assertThat(new TreeSet<>(WHOLE.linkFields())).isEqualTo(WireFields.all());
  }

  @Test
  void noFieldIsDeclaredTwice() {
    for (RecordType type : WHOLE.types()) {
      assertThat(type.fields().stream().map(RecordType.Field::name))
          .as(type.name())
          .doesNotHaveDuplicates();
    }
    assertThat(
            WHOLE.types().stream()
                .filter(type -> type.door() == Door.LINK)
                .flatMap(type -> type.fields().stream().map(RecordType.Field::name)))
        .doesNotHaveDuplicates();
  }

  static Stream<List<String>> linkFields() {
    return WHOLE.types().stream()
        .filter(type -> type.door() == Door.LINK)
        .flatMap(type -> type.fields().stream().map(field -> List.of(type.name(), field.name())));
  }

  @ParameterizedTest
  @MethodSource("linkFields")
  void aFieldThatNobodyDeclaredIsRefused(List<String> typeAndField) {
    String field = typeAndField.getLast();
    Egress gate = Gates.undeclared(typeAndField.getFirst(), field);
    assertThat(gate.passing(field)).isEqualTo(Passing.REFUSED);
    assertThat(Egress.ofEverythingDeclared().passing(field)).isEqualTo(Passing.WHOLE);
  }

  @Test
  void onlyDeclaredLabelsAndMetricsLeave() {
    Egress gate = Egress.ofEverythingDeclared();
    Map<String, String> pod = Map.of("component", "broker", "namespace", "n", "pod", "p");
    assertThat(admits(gate, Door.LOGS, pod, "container", "c")).isTrue();
    assertThat(admits(gate, Door.LOGS, pod, "customer", "c")).isFalse();
    Map<String, String> own = Map.of("job", "bowline-runner");
    assertThat(admits(gate, Door.METRICS, own, "__name__", "bowline_runner_up")).isTrue();
    assertThat(admits(gate, Door.METRICS, own, "__name__", "bowline_runner_secret")).isFalse();
    assertThat(admits(gate, Door.METRICS, Map.of(), "__name__", "kube_pod_ready")).isFalse();
    assertThat(admits(gate, Door.METRICS, pod, "__name__", "kube_pod_ready")).isTrue();
    assertThat(admits(gate, Door.METRICS, pod, "__name__", "broker_messages_total")).isTrue();
  }

  @Test
  void theCustomerKeepsPartsInside() {
    Map<String, String> pod = Map.of("component", "broker", "namespace", "n", "pod", "p");
    Egress gate = Gates.withholding(Part.CAPTURED_LOGS, Part.POD_METRICS, Part.PLAN_DIFFS);
    assertThat(admits(gate, Door.LOGS, pod, "container", "c")).isFalse();
    assertThat(admits(gate, Door.METRICS, pod, "__name__", "kube_pod_ready")).isFalse();
    assertThat(admits(gate, Door.METRICS, pod, "__name__", "broker_messages_total")).isTrue();
    assertThat(gate.passing("result.report.planned.plan.steps.diff")).isEqualTo(Passing.HIDDEN);
    assertThat(gate.passing("result.report.planned.plan.steps.content")).isEqualTo(Passing.WHOLE);
    for (Part part : Part.values()) {
      assertThat(WHOLE.types().stream().flatMap(type -> type.fields().stream()))
          .as("something belongs to %s", part)
          .anyMatch(field -> field.part().filter(part::equals).isPresent());
    }
  }

  private static boolean admits(
      Egress gate, Door door, Map<String, String> labels, String name, String value) {
    var all = new TreeMap<>(labels);
    all.put(name, value);
    return gate.admits(door, all);
  }
}
