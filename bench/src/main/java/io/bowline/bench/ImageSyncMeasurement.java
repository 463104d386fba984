package io.bowline.bench;

import io.bowline.bench.images.Contender;
import io.bowline.bench.images.DebianRegistry;
import io.bowline.bench.images.Engine;
import io.bowline.bench.images.Peers;
import io.bowline.bench.images.SyncImages;
import io.bowline.bench.images.SyncImages.Name;
import io.bowline.bench.images.Way;
import io.bowline.bench.images.Weather;
import io.bowline.demo.process.Processes;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// How long a release's images take into a customer's registry, beside those who copy images, too:
/// each between the same docker-registry and an empty one of its own.
final class ImageSyncMeasurement implements Measurement {
  private static final Duration ROUND_TRIP = Duration.ofMillis(20);
  private static final Duration OVERLOAD = Duration.ofSeconds(30);
  private static final int OVERLOADED_AFTER = 200;
  private static final double CUTS = 0.05;
  private static final int LONGEST_NOTE = 300;
  private static final int ROUNDS = 3;
  private static final String SKOPEO = "skopeo";
  private static final String TUNED = "regsync tuned";

  private final Map<String, String> versions = new TreeMap<>();

  @Override
  public String name() {
    return "image-sync";
  }

  @Override
  public String about() {
    return "images into a far registry, beside skopeo, regsync and oras: first, again, one changed;"
        + " large layers; a registry in trouble";
  }

  @Override
  public Map<String, String> versions() {
    return versions;
  }

  @Override
  public List<Row> run(Ground ground) throws InterruptedException {
    try (var processes = new Processes(ground.work(), false)) {
      var peers = new Peers(ground.work(), processes);
      versions.putAll(peers.versions());
      try (var source = DebianRegistry.start(processes, ground.work(), "source");
          var cold = Engine.cold(ground.root(), ground.work(), processes);
          var warm = Engine.warm(ground.root(), ground.work(), processes)) {
        var hall = new Hall(ground, processes, source, peers, cold, warm, versions);
        var rows = new ArrayList<>(hall.far());
        rows.addAll(hall.troubled());
        rows.addAll(hall.large());
        return rows;
      }
    } catch (IOException e) {
      throw new MeasurementFailed(String.valueOf(e.getMessage()), e);
    }
  }

  /// One contender in one round: where it copies to, and what it cost.
  private record Entry(Contender who, DebianRegistry target, Way from, Way to)
      implements AutoCloseable {
    double copy(List<Name> images) throws IOException, InterruptedException {
      long began = System.nanoTime();
      who.sync(from.address(), to.address(), images);
      return Waiting.secondsSince(began);
    }

    long requests() {
      return from.requests() + to.requests();
    }

    @Override
    public void close() throws IOException {
      from.close();
      to.close();
      target.close();
    }
  }

  /// Figures of one kind of work, by contender.
  private static final class Figures {
    private final Map<String, List<Double>> all = new LinkedHashMap<>();

    void add(Contender who, double figure) {
      all.computeIfAbsent(who.name(), _ -> new ArrayList<>()).add(figure);
    }

    double of(String who) {
      List<Double> sorted = all.getOrDefault(who, List.of(Double.NaN)).stream().sorted().toList();
      return sorted.get(sorted.size() / 2);
    }

    Map<String, Double> peers() {
      var peers = new LinkedHashMap<String, Double>();
      all.keySet().stream()
          .filter(who -> !who.equals("cold") && !who.equals("warm"))
          .forEach(who -> peers.put(who, of(who)));
      return peers;
    }

    /// Both of ours; the budget holds for either.
    List<Row> rows(String what, double budget) {
      return List.of("warm", "cold").stream()
          .map(who ->
              new Row(what + ", " + who + ", s", of(who), peers(), OptionalDouble.of(budget)))
          .toList();
    }
  }

  /// Where it takes place.
  private record Hall(
      Ground ground,
      Processes processes,
      DebianRegistry source,
      Peers peers,
      Engine cold,
      Engine warm,
      Map<String, String> notes) {
    List<Row> far() throws IOException, InterruptedException {
      List<Name> names = SyncImages.many();
      var images = new SyncImages(source.address());
      for (Name name : names) {
        images.push(name);
      }
      warmUp(names);
      var entries = new ArrayList<Entry>();
      try {
        for (int round = 0; round < ROUNDS; round++) {
          for (Contender who : List.of(cold, warm, peers.tunedRegsync())) {
            entries.add(entry(who, "far-" + round, Weather.far(ROUND_TRIP)));
          }
        }
        for (Contender who : List.of(peers.skopeo(0), peers.regsync(), peers.oras())) {
          entries.add(entry(who, "far", Weather.far(ROUND_TRIP)));
        }
        return compared(names, images, entries);
      } finally {
        close(entries);
      }
    }

    private List<Row> compared(List<Name> names, SyncImages images, List<Entry> entries)
        throws IOException, InterruptedException {
      Figures first = timed(names, entries);
      List<Long> before = entries.stream().map(Entry::requests).toList();
      Figures again = timed(names, entries);
      var asked = new Figures();
      for (int i = 0; i < entries.size(); i++) {
        double requests = (double) (entries.get(i).requests() - before.get(i));
        asked.add(entries.get(i).who(), requests / names.size());
      }
      images.push(names.getFirst());
      Figures changed = timed(names, entries);
      double differing = 0;
      for (Entry entry : entries) {
        differing += differing(names, entry.target());
      }
      var rows = new ArrayList<Row>();
      rows.addAll(first.rows("first copy", Math.min(first.of(SKOPEO) / 15, first.of(TUNED) / 2)));
      rows.addAll(again.rows("nothing changed", Math.min(again.of(SKOPEO) / 45, again.of(TUNED))));
      rows.add(
          new Row(
              "nothing changed, requests a tag",
              asked.of("warm"),
              asked.peers(),
              OptionalDouble.of(2)));
      rows.addAll(
          changed.rows(
              "one layer changed",
              changed.peers().values().stream().mapToDouble(Double::doubleValue).min().orElse(0)));
      rows.add(Row.alone("digests that differ at the end", differing, 0));
      return rows;
    }

    /// Each copies in its turn.
    private static Figures timed(List<Name> names, List<Entry> entries)
        throws IOException, InterruptedException {
      var figures = new Figures();
      for (Entry entry : entries) {
        figures.add(entry.who(), entry.copy(names));
      }
      return figures;
    }

    private void warmUp(List<Name> names) throws IOException, InterruptedException {
      for (int i = 0; i < ROUNDS; i++) {
        try (Entry entry = entry(warm, "warm-up", Weather.far(Duration.ZERO))) {
          double _ = entry.copy(names);
        }
      }
    }

    List<Row> troubled() throws IOException, InterruptedException {
      List<Name> names = SyncImages.many();
      Weather cutting = Weather.far(ROUND_TRIP).cutting(CUTS);
      Weather overloaded = cutting.overloaded(OVERLOADED_AFTER, OVERLOAD);
      try (Entry ours = entry(warm, "trouble", cutting, overloaded);
          Entry skopeo = entry(peers.skopeo(10), "trouble", cutting, overloaded)) {
        double seconds = tried(ours, names);
        double differing = differing(names, ours.target());
        double theirs = tried(skopeo, names);
        boolean ended = differing(names, skopeo.target()) == 0;
        return List.of(
            new Row(
                "429 for 30 s, 5 % cut, s",
                seconds, Map.of(SKOPEO, theirs), OptionalDouble.empty()),
            new Row(
                "429 for 30 s, 5 % cut, requests",
                (double) ours.requests(),
                Map.of(SKOPEO, (double) skopeo.requests()),
                ended ? OptionalDouble.of((double) skopeo.requests()) : OptionalDouble.empty()),
            Row.alone("429 for 30 s, 5 % cut, digests that differ", differing, 0));
      }
    }

    /// With trouble on the way a contender may give up: what it left shows that, too.
    private double tried(Entry entry, List<Name> names) throws InterruptedException {
      long began = System.nanoTime();
      try {
        return entry.copy(names);
      } catch (IOException e) {
        String why = String.valueOf(e.getMessage());
        notes.put(
            entry.who().name() + " in trouble",
            "gave up: " + why.substring(0, Math.min(LONGEST_NOTE, why.length())));
        return Waiting.secondsSince(began);
      }
    }

    List<Row> large() throws IOException, InterruptedException {
      new SyncImages(source.address()).pushLarge();
      List<Name> names = List.of(SyncImages.large());
      var figures = new Figures();
      double differing = 0;
      for (int round = 0; round <= ROUNDS; round++) {
        for (Contender who : List.of(warm, peers.skopeo(0))) {
          try (var target = DebianRegistry.start(processes, ground.work(), "large-" + who.name())) {
            long began = System.nanoTime();
            who.sync(source.address(), target.address(), names);
            if (round > 0) {
              figures.add(who, Waiting.secondsSince(began));
              differing += differing(names, target);
            }
          }
        }
      }
      double skopeo = figures.of(SKOPEO);
      return List.of(
          new Row(
              "4 x 200 MB, warm, s",
              figures.of("warm"),
              figures.peers(),
              OptionalDouble.of(0.85 * skopeo)),
          Row.alone("4 x 200 MB, digests that differ", differing, 0),
          new Row(
              "most memory of the engine's process (RSS), MiB",
              warm.peakMib(),
              Map.of(),
              OptionalDouble.empty()));
    }

    private Entry entry(Contender who, String where, Weather weather) throws IOException {
      return entry(who, where, weather, weather);
    }

    private Entry entry(Contender who, String where, Weather from, Weather to) throws IOException {
      String name = where + "-" + who.name().replace(' ', '-');
      DebianRegistry target = DebianRegistry.start(processes, ground.work(), name);
      return new Entry(who, target, Way.to(source.address(), from), Way.to(target.address(), to));
    }

    private static void close(List<Entry> entries) throws IOException {
      for (Entry entry : entries) {
        entry.close();
      }
    }

    private double differing(List<Name> names, DebianRegistry target) throws IOException {
      HttpClient http = HttpClient.newHttpClient();
      var wanted = client(http, source.address());
      var got = client(http, target.address());
      int differing = 0;
      for (Name name : names) {
        var digest = wanted.digest(name.repository(), name.tag());
        boolean same = digest.equals(got.digest(name.repository(), name.tag()));
        differing += same ? 0 : 1;
      }
      return differing;
    }

    private static RegistryClient client(HttpClient http, URI address) {
      return new RegistryClient(http, address, new Login.Anonymous());
    }
  }
}
