package io.bowline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private record Fixed(String name, List<Row> rows) implements Measurement {
    @Override
    public String about() {
      return "what it is about";
    }

    @Override
    public List<Row> run(Ground ground) {
      return rows;
    }
  }

  private record Broken(String name) implements Measurement {
    @Override
    public String about() {
      return "never works";
    }

    @Override
    public List<Row> run(Ground ground) {
      throw new MeasurementFailed("the peer is not on this machine; install it");
    }
  }

  @Test
  void withoutANameTheMeasurementsAreListed() throws Exception {
    assertThat(bench(row(1, 2)).run(List.of(), Map.of())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("fixed", "what it is about");
  }

  @Test
  void aReportSaysOursPeersRatioBudgetAndWhetherItIsMet() throws Exception {
    Path file = folder.resolve("report.json");
    var words = List.of("fixed", "--json", file.toString());

    assertThat(bench(row(1, 2), beside(30, 20)).run(words, Map.of())).isZero();

    JsonNode report = new ObjectMapper().readTree(file.toFile());
    JsonNode first = report.get("rows").get(0);
    assertThat(first.get("row").asText()).isEqualTo("time, s");
    assertThat(first.get("ours").asDouble()).isEqualTo(1);
    assertThat(first.get("budget").asDouble()).isEqualTo(2);
    assertThat(first.get("met").asBoolean()).isTrue();
    assertThat(first.get("ratio").isNull()).isTrue();
    JsonNode second = report.get("rows").get(1);
    assertThat(second.get("peers").get("skopeo").asDouble()).isEqualTo(20);
    assertThat(second.get("ratio").asDouble()).isEqualTo(1.5);
    assertThat(second.get("met").isNull()).isTrue();
    assertThat(report.get("versions").get("java").asText()).contains("25");
  }

  @Test
  void aFigureOverItsBudgetIsToldByTheExitCode() throws Exception {
    assertThat(bench(row(3, 2)).run(List.of("fixed"), Map.of())).isEqualTo(3);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("NOT MET");
  }

  @Test
  void whatCannotBeMeasuredSaysWhy() throws Exception {
    assertThat(bench().run(List.of("broken"), Map.of())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("bench broken: the peer");
  }

  @Test
  void anUnknownNameOrWordIsRefused() throws Exception {
    assertThat(bench().run(List.of("nothing"), Map.of())).isEqualTo(2);
    assertThat(bench(row(1, 2)).run(List.of("fixed", "--jsn", "x"), Map.of())).isEqualTo(2);
  }

  private Bench bench(Row... rows) {
    return new Bench(
        List.of(new Fixed("fixed", List.of(rows)), new Broken("broken")),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static Row row(double ours, double budget) {
    return Row.alone("time, s", ours, budget);
  }

  private static Row beside(double ours, double peer) {
    return new Row("copy, s", ours, Map.of("skopeo", peer), OptionalDouble.empty());
  }
}
