package io.bowline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.bench.api.ApiProcesses;
import io.bowline.bench.api.Ask;
import io.bowline.bench.api.Listed;
import io.bowline.bench.api.Load;
import io.bowline.bench.api.Mix;
import io.bowline.bench.api.Processor;
import io.bowline.bench.api.Trust;
import io.bowline.demo.process.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntFunction;
import javax.net.ssl.SSLSocketFactory;

/// What the API takes: lists of ten thousand, a mixed load, and its parts alone.
final class ApiMeasurement implements Measurement {
  private static final String ORGANIZATION = "bench";
  private static final int ENTRIES = 10_000;
  private static final int LISTS = 500;
  private static final int CALLERS = 32;
  private static final int PER_SECOND = 2_000;
  private static final int SECONDS = 20;
  private static final int REQUESTS = PER_SECOND * SECONDS;
  // until the server's compiler has done with what a mix needs
  private static final int WARMING = 60_000;
  private static final int TOKENS = 8;
  private static final int MOST_LATE = 1;
  private static final double LIST_BUDGET = 50;
  private static final double TOKEN_BUDGET = 0.2;
  private static final double DECISION_BUDGET = 5;
  private static final double AUDIT_BUDGET = 1;
  private static final String HELLO = "bare web server";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "api";
  }

  @Override
  public String about() {
    return "lists of 10,000, 2,000 mixed requests/s, token check, authorization, audit, beside their"
        + " floors";
  }

  @Override
  public List<Row> run(Ground ground) throws InterruptedException {
    try (var processes = new ApiProcesses(ground.root(), ground.work())) {
      var rows = new ArrayList<>(alone(processes.parts()));
      try (var stage = new Stage(ground)) {
        Child server = stage.controlPlane();
        stage.operator("org", "create", ORGANIZATION);
        var api = new Api(stage, server, tokens(stage), Trust.in(stage.data().resolve("ca.pem")));
        for (Listed listed : Listed.values()) {
          rows.add(filled(api, listed));
          rows.addAll(lists(api, listed, cursors(api, listed)));
        }
        rows.addAll(mixed(api, cursors(api, Listed.PROVIDERS), processes));
      }
      return rows;
    } catch (IOException e) {
      throw new MeasurementFailed("the API cannot be measured: " + e.getMessage(), e);
    }
  }

  /// A control plane at work.
  private record Api(Stage stage, Child server, List<String> tokens, SSLSocketFactory trust) {
    Load load(int callers) {
      return new Load(trust, stage.https(), callers);
    }

    /// What it and its PostgreSQL have used of the processors.
    double seconds() throws IOException {
      return Processor.seconds(server.id()) + Processor.postgres(stage.data());
    }
  }

  private static List<Row> alone(Map<String, Double> parts) {
    return List.of(
        new Row(
            "token check, ms (mean)",
            figure(parts, "token-check-mean-ms"),
            Map.of("PostgreSQL round trip", figure(parts, "round-trip-ms")),
            OptionalDouble.of(TOKEN_BUDGET)),
        Row.alone("token check, ms (median)", figure(parts, "token-check-ms"), TOKEN_BUDGET),
        free("token check, ms (p99)", figure(parts, "token-check-p99-ms")),
        Row.alone("authorization decision, us", figure(parts, "decision-us"), DECISION_BUDGET),
        new Row(
            "an audit entry adds to a change, ms",
            figure(parts, "audit-append-ms"),
            Map.of("the change itself", figure(parts, "change-ms")),
            OptionalDouble.of(AUDIT_BUDGET)));
  }

  private static List<String> tokens(Stage stage) throws IOException {
    var tokens = new ArrayList<String>();
    for (int i = 0; i < TOKENS; i++) {
      String made =
          stage.operator(
              "token",
              "create",
              "bench-" + i,
              "--scope",
              "read",
              "--scope",
              "write",
              "--scope",
              "admin",
              "-o",
              "json");
      tokens.add(JSON.readTree(made).path("token").asText());
    }
    return tokens;
  }

  private static Row filled(Api api, Listed listed) throws IOException, InterruptedException {
    String token = api.tokens().getFirst();
    Load.Found found =
        right(api.load(CALLERS / 2), ENTRIES, 0, i -> listed.create(ORGANIZATION, token, i));
    return free("10,000 %s are made by 16 callers, s".formatted(listed.words()), found.seconds());
  }

  /// Where the pages of the list begin.
  private static List<String> cursors(Api api, Listed listed)
      throws IOException, InterruptedException {
    var cursors = new ArrayList<String>(List.of(""));
    while (true) {
      String from = cursors.getLast();
      JsonNode page =
          JSON.readTree(
              api.load(1).body(listed.page(ORGANIZATION, api.tokens().getFirst(), from, 200)));
      if (!page.has("next")) {
        return cursors;
      }
      cursors.add(page.path("next").asText());
    }
  }

  private static List<Row> lists(Api api, Listed listed, List<String> cursors)
      throws IOException, InterruptedException {
    var rows = new ArrayList<Row>();
    for (int limit : List.of(50, 200)) {
      var chance = new Random(limit);
      IntFunction<Ask> asks =
          turn ->
              listed.page(
                  ORGANIZATION,
                  api.tokens().get(turn % TOKENS),
                  cursors.get(chance.nextInt(cursors.size())),
                  limit);
      Load.Found _ = right(api.load(1), LISTS, 0, asks);
      Load.Found found = right(api.load(1), LISTS, 0, asks);
      rows.add(
          Row.alone(
              "a page of %d of 10,000 %s, ms (p95)".formatted(limit, listed.words()),
              found.percentile(95),
              LIST_BUDGET));
    }
    return rows;
  }

  private static List<Row> mixed(Api api, List<String> cursors, ApiProcesses processes)
      throws IOException, InterruptedException {
    var mix = new Mix(ORGANIZATION, api.tokens(), ENTRIES, cursors);
    Load.Found _ = api.load(CALLERS).run(WARMING, 0, mix::ask);
    double own = Processor.seconds(ProcessHandle.current().pid());
    double used = api.seconds();
    Load.Found found = api.load(CALLERS).run(REQUESTS, PER_SECOND, mix::ask);
    used = api.seconds() - used;
    own = Processor.seconds(ProcessHandle.current().pid()) - own;
    double bare = bare(api, processes);
    return List.of(
        Row.alone("40,000 mixed requests at 2,000/s, s", found.seconds(), SECONDS + MOST_LATE),
        Row.alone("... wrong answers" + found.wrong(), found.errors(), 0),
        free("... answered after, ms (p50)", found.percentile(50)),
        free("... answered after, ms (p95)", found.percentile(95)),
        free("... answered after, ms (p99)", found.percentile(99)),
        new Row(
            "... processor time of a request, ms",
            used * 1e3 / REQUESTS,
            Map.of(HELLO, bare),
            OptionalDouble.of(1e3 * Runtime.getRuntime().availableProcessors() / PER_SECOND)),
        free("... beside that of the callers, ms", own * 1e3 / REQUESTS));
  }

  /// What a request costs the bare web server, which answers with a page of the list.
  private static double bare(Api api, ApiProcesses processes)
      throws IOException, InterruptedException {
    String page =
        api.load(1).body(Listed.PROVIDERS.page(ORGANIZATION, api.tokens().getFirst(), "", 50));
    ApiProcesses.Hello hello = processes.hello(page);
    var load = new Load(Trust.in(hello.certificate()), hello.port(), CALLERS);
    IntFunction<Ask> asks =
        _ -> Listed.PROVIDERS.page(ORGANIZATION, api.tokens().getFirst(), "", 50);
    Load.Found _ = right(load, WARMING, 0, asks);
    double before = Processor.seconds(hello.process().id());
    Load.Found _ = right(load, REQUESTS, PER_SECOND, asks);
    return (Processor.seconds(hello.process().id()) - before) * 1e3 / REQUESTS;
  }

  private static Load.Found right(Load load, int requests, int perSecond, IntFunction<Ask> asks)
      throws IOException, InterruptedException {
    Load.Found found = load.run(requests, perSecond, asks);
    if (found.errors() > 0) {
      throw new MeasurementFailed(found.errors() + " wrong answers: " + found.wrong());
    }
    return found;
  }

  private static double figure(Map<String, Double> parts, String name) {
    Double figure = parts.get(name);
    if (figure == null) {
      throw new MeasurementFailed("the parts alone did not tell " + name);
    }
    return figure;
  }

  private static Row free(String row, double ours) {
    return new Row(row, ours, Map.of(), OptionalDouble.empty());
  }
}
