package io.bowline.release.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.release.Component;
import io.bowline.model.release.HealthCheck;
import io.bowline.model.release.InputSpec;
import io.bowline.model.release.Release;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseDocumentTest {
  private static final String ZEROS = "0".repeat(64);
  private static final String GOOD =
      """
      {"formatVersion":1,"product":"acme/streaming","version":"1.0.0","sequence":7,"notes":"",
       "inputs":[{"name":"replicas","type":"integer","required":true,"default":"3","help":"h"},
                 {"name":"password","type":"secret","required":false,"help":""}],
       "images":[{"name":"sample","source":"docker.example/a:1","repository":"acme/a",
                  "digest":"sha256:ZEROS"}],
       "components":[
        {"kind":"terraform","name":"topics","module":"sha256:ZEROS",
         "variables":{"n":"${inputs.replicas}","list":[1,"a"]}},
        {"kind":"helm","name":"broker","after":["topics"],"timeout":"90s","chart":"sha256:ZEROS",
         "reversibility":"forward-data","namespace":"ns","releaseName":"broker",
         "values":"prefix: ${outputs.topics.prefix}\\nn: ${inputs.replicas}",
         "health":[{"kind":"workloads-ready","stableFor":"5s"},
                   {"kind":"http-get","service":"broker","port":80,"path":"/ok"},
                   {"kind":"metrics","port":9404}]},
        {"kind":"image","name":"gen","image":"sample","run":{"namespace":"ns","command":["sh"],
         "environment":{"A":"${inputs.replicas}"},"ports":{"web":80},"limits":{"cpu":"1"}}}]}
      """
          .replace("ZEROS", ZEROS);

  private static Reading read(String json) {
    return ReleaseDocument.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Release valid(String json) {
    return switch (read(json)) {
      case Reading.Valid(Release release) -> release;
      case Reading.Invalid(List<Problem> problems) -> throw new AssertionError(problems.toString());
    };
  }

  @Test
  void everyFieldIsRead() {
    Release release = valid(GOOD);
    assertThat(release.sequence()).isEqualTo(7);
    assertThat(release.inputs().getFirst().type()).isEqualTo(InputSpec.Type.INTEGER);
    assertThat(release.components()).hasSize(3);
    Component.Helm broker = (Component.Helm) release.components().get(1);
    assertThat(broker.common().timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(broker.common().health()).contains(new HealthCheck.Metrics(9404, "/metrics"));
    Component.Terraform topics = (Component.Terraform) release.components().getFirst();
    assertThat(topics.variables())
        .isEqualTo(Map.of("n", "\"${inputs.replicas}\"", "list", "[1,\"a\"]"));
    Component.Image gen = (Component.Image) release.components().get(2);
    assertThat(gen.run()).hasValueSatisfying(run -> assertThat(run.ports()).containsKey("web"));
  }

  @Test
  void writingAndReadingGivesTheSameReleaseAndTheSameBytes() {
    Release release = valid(GOOD);
    byte[] written = ReleaseDocument.write(release);
    assertThat(valid(new String(written, StandardCharsets.UTF_8))).isEqualTo(release);
    assertThat(ReleaseDocument.write(valid(new String(written, StandardCharsets.UTF_8))))
        .isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "formatVersion":1              | "formatVersion":2               | formatVersion
          "product":"acme/streaming"     | "product":"Acme"                | product
          "sequence":7                   | "sequence":0                    | sequence
          "sequence":7                   | "sequence":7,"colour":"red"     | colour
          "default":"3"                  | "default":"three"               | inputs[0].default
          "type":"secret"                | "type":"secret","default":"a"   | inputs[1].default
          "type":"integer"               | "type":"int"                    | inputs[0].type
          "name":"password"              | "name":"replicas"               | inputs[1].name
          "repository":"acme/a"          | "repository":"Acme/A"           | images[0].repository
          "after":["topics"]             | "after":["topic"]               | components[1].after
          "name":"gen"                   | "name":"broker"                 | components[2].name
          "timeout":"90s"                | "timeout":"1 minute"            | components[1].timeout
          "timeout":"90s"                | "timeout":"25h"                 | components[1].timeout
          "stableFor":"5s"               | "stableFor":"90s"               | components[1].health[0].stableFor
          "port":80                      | "port":0                        | components[1].health[1].port
          "image":"sample"               | "image":"other"                 | components[2].image
          ${outputs.topics.prefix}       | ${outputs.topics}               | components[1].values
          ${outputs.topics.prefix}       | ${outputs.gen.prefix}           | components[1].values
          "A":"${inputs.replicas}"       | "A":"${inputs.nobody}"          | components[2].run.environment.A
          "A":"${inputs.replicas}"       | "A":"${outputs.topics.prefix}"  | components[2].run.environment.A
          "default":"3"                  | "default":[3]                   | inputs[0].default
          "n":"${inputs.replicas}"       | "a b":"${inputs.replicas}"      | components[0].variables.a b
          "environment":{"A"             | "environment":{"A=B"            | components[2].run.environment.A=B
          "ports":{"web"                 | "ports":{"Web"                  | components[2].run.ports.Web
          "images":[{"name":"sample"     | "images":[{"name":"Sample"      | images[0].name
          "kind":"image"                 | "kind":"rpm"                    | components[2].kind
          "n":"${inputs.replicas}"       | "n":"${env.HOME}"               | components[0].variables.n
          """)
  void everyProblemNamesItsField(String good, String bad, String path) {
    assertThat(GOOD).contains(good);
    assertThat(read(GOOD.replace(good, bad)))
        .isInstanceOfSatisfying(
            Reading.Invalid.class,
            invalid -> assertThat(invalid.problems()).extracting(Problem::path).contains(path));
  }

  @Test
  void aCycleIsShownAsTheWayRound() {
    String cyclic =
        GOOD.replace("\"name\":\"topics\",", "\"name\":\"topics\",\"after\":[\"broker\"],");
    assertThat(read(cyclic))
        .isInstanceOfSatisfying(
            Reading.Invalid.class,
            invalid -> assertThat(invalid.sentence()).contains("topics -> broker -> topics"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                             | not JSON
          []                            | object
          {"a":1,"a":2}                 | Duplicate
          {} {}                         | not JSON
          """)
  void whatIsNoDocumentIsRefusedWithAReason(String text, String reason) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Reading.Invalid.class,
            invalid -> assertThat(invalid.problems().toString()).contains(reason));
  }

  @Test
  void depthAndSizeAreBounded() {
    assertThat(read("[".repeat(10_000))).isInstanceOf(Reading.Invalid.class);
    assertThat(ReleaseDocument.read(new byte[ReleaseDocument.MAX_BYTES + 1]))
        .isInstanceOf(Reading.Invalid.class);
  }

  @Test
  void theSchemaInTheDocsIsTheOneInTheModule() throws Exception {
    Path docs = Path.of(System.getProperty("bowline.root"), "docs/schema/release-v1.schema.json");
    assertThat(Files.readAllBytes(docs)).isEqualTo(ReleaseDocument.schema());
  }

  @Test
  void theSchemaKnowsEveryFieldThatIsWritten() throws Exception {
    ObjectMapper json = JsonMapper.builder().build();
    var properties = json.readTree(ReleaseDocument.schema()).path("properties");
    json.readTree(ReleaseDocument.write(valid(GOOD)))
        .fieldNames()
        .forEachRemaining(name -> assertThat(properties.has(name)).as(name).isTrue());
  }
}
