package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Outcome;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.runner.work.JobEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Custom kinds that a chart brings in `crds/`: Helm itself installs these once and then never
/// looks at them again.
@Tag("real")
@Timeout(900)
class ChartDefinitionsTest {
  private static final ObjectKey DEFINITION =
      new ObjectKey(
          "apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "topics.acme.example");

  private static final String REFUSED =
      """
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: refused
      spec:
        ports: [{port: 70000}]
      """;

  @TempDir Path folder;
  private SimulatedPlace simulated;
  private PlanStory story;

  @BeforeEach
  void open() throws IOException {
    simulated = SimulatedPlace.start(folder.resolve("place"));
    story = new PlanStory(simulated.place(), folder);
  }

  @AfterEach
  void close() {
    story.close();
    simulated.close();
  }

  @Test
  @Tag("C35.helm")
  void areUpgradedBeforeTheChartThatNeedsThemReturnedWithItAndNeverRemoved() throws Exception {
    rollOut(1, definition("partitions"), topic("partitions"));
    assertThat(fields()).contains("partitions").doesNotContain("retention");
    rollOut(2, definition("retention"), topic("retention"));
    assertThat(fields()).contains("retention").doesNotContain("partitions");
    assertThat(topicSpec().properties()).extracting(Map.Entry::getKey).containsExactly("retention");

    JobEnd broken =
        story.rollOut(release(3, definition("compacted"), topic("compacted") + REFUSED));
    assertThat(broken.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(fields()).contains("retention").doesNotContain("compacted");
    assertThat(topicSpec().properties()).extracting(Map.Entry::getKey).containsExactly("retention");

    rollOut(4, "", topic("retention"));
    assertThat(fields()).as("no longer brought by the chart").contains("retention");
    assertThat(story.uninstall().outcome()).isInstanceOf(Outcome.Done.class);
    assertThat(story.install.cluster().get(DEFINITION)).isPresent();
    rollOut(5, definition("partitions"), topic("partitions"));
    assertThat(fields()).as("taken up by the next install").contains("partitions");
  }

  private void rollOut(int number, String definition, String topic) throws Exception {
    JobEnd end = story.rollOut(release(number, definition, topic));
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Done.class);
  }

  private Digest release(int number, String definition, String topic) throws IOException {
    return story.publish(
        "v1",
        desk -> {
          for (String other : new String[] {"topics", "connector", "generator"}) {
            desk.without(other);
          }
          desk.number(number);
          if (!definition.isEmpty()) {
            desk.append("charts/broker/crds/topics.yaml", definition);
          }
          desk.append("charts/broker/templates/topic.yaml", topic);
        });
  }

  private String fields() {
    return story
        .install
        .cluster()
        .get(DEFINITION)
        .orElseThrow()
        .path("spec")
        .path("versions")
        .path(0)
        .path("schema")
        .toString();
  }

  private ObjectNode topicSpec() {
    var key = new ObjectKey("acme.example/v1", "Topic", story.install.namespace(), "orders");
    return (ObjectNode) story.install.cluster().get(key).orElseThrow().path("spec");
  }

  private static String definition(String field) {
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata:
      name: topics.acme.example
    spec:
      group: acme.example
      scope: Namespaced
      names: {kind: Topic, listKind: TopicList, plural: topics, singular: topic}
      versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec: {type: object, properties: {%s: {type: integer}}}
    """
        .formatted(field);
  }

  private static String topic(String field) {
    return """
    apiVersion: acme.example/v1
    kind: Topic
    metadata:
      name: orders
    spec: {%s: 3}
    """
        .formatted(field);
  }
}
