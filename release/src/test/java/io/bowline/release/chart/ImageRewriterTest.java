package io.bowline.release.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.MirroredImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ImageRewriterTest {
  private static final Digest DIGEST = Digest.of(new byte[] {1});
  private static final String TARGET = "\"reg.local:5000/mirror/acme/broker@" + DIGEST + "\"";
  private final ImageRewriter rewriter =
      new ImageRewriter(
          List.of(new MirroredImage("broker", "docker.example/broker:1", "acme/broker", DIGEST)),
          new CustomerRegistry("reg.local:5000", "mirror"));

  private String rewritten(String manifest) throws ChartRefused {
    return switch (rewriter.rewrite(manifest)) {
      case Rewriting.Rewritten(String text, _) -> text;
      case Rewriting.Unmirrored unmirrored -> throw new AssertionError(unmirrored.sentence());
    };
  }

  @Test
  void onlyTheCharactersOfReferencesChange() throws ChartRefused {
    String manifest =
        """
        # Ünïcode 🚢 before: docker.example/broker:1 in a comment stays
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: b, annotations: {note: "uses docker.example/broker:1 inside"}}
        spec:
          template:
            spec:
              initContainers: [{name: i, image: docker.example/broker:1}]
              containers:
                - image:   "docker.example/broker:1"   # kept
                  name: c
                  args: [--mode=0755, yes, 1_000]
                  env: [{name: HELPER, value: 'docker.example/broker:1'}]
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: c}
        spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: x, image: &i docker.example/broker:1}, {name: y, image: *i}]}}}}}
        ---
        apiVersion: acme/v1
        kind: Cluster
        spec:
          image: docker.example/broker:1
          other: elsewhere/thing:2
          block: |-
            docker.example/broker:1
          after: x
        """;
    String expected =
        manifest
            .replace("image: docker.example/broker:1}]\n", "image: T}]\n")
            .replace("\"docker.example/broker:1\"   #", "T   #")
            .replace("'docker.example/broker:1'", "T")
            .replace("&i docker.example/broker:1", "&i T")
            .replace("image: docker.example/broker:1\n", "image: T\n")
            .replace("|-\n    docker.example/broker:1\n", "T\n")
            .replaceAll("\\bT\\b", TARGET);
    assertThat(rewritten(manifest)).isEqualTo(expected);
  }

  @Test
  void anImageThatIsNotMirroredIsNamedWithItsObject() throws ChartRefused {
    String manifest =
        """
        kind: List
        items:
        - kind: Deployment
          metadata: {name: web}
          spec: {template: {spec: {containers: [{name: a, image: nginx}],
            volumes: [{name: v, image: {reference: model/weights:1}}]}}}
        """;
    assertThat(rewriter.rewrite(manifest))
        .isEqualTo(
            new Rewriting.Unmirrored(
                List.of(
                    new Rewriting.Mention("Deployment web", "nginx", 5),
                    new Rewriting.Mention("Deployment web", "model/weights:1", 6))));
  }

  @Test
  void whatIsNotYamlIsRefused() {
    assertThatThrownBy(() -> rewriter.rewrite("a: [")).isInstanceOf(ChartRefused.class);
  }

  @Test
  @Timeout(60)
  void anAliasBombIsWalkedOnce() throws ChartRefused {
    StringBuilder bomb = new StringBuilder("kind: X\na0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + ",").repeat(9));
      bomb.append("x]\n");
    }
    assertThatThrownBy(() -> rewritten(bomb.toString())).isInstanceOf(ChartRefused.class);
  }
}
