package io.bowline.runner.step.image.scan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding.SeverityCount;
import io.bowline.model.job.Failure;
import io.bowline.runner.step.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Asks the customer's registry what its scans found in images, and judges that by the customer's
/// policy. Of an image for several platforms each part is asked about: registries scan those.
public final class ScanGate {
  /// Why a step failed whose image is kept out.
  public static final String BLOCKED = "image-blocked";

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MOST_NAMED = 20;

  private final ScanPolicy policy;
  private final Scanning registry;

  public ScanGate(ScanPolicy policy, Scanning registry) {
    this.policy = policy;
    this.registry = registry;
  }

  /// What a scan is of.
  public record Scanned(String repository, Digest digest) {
    @Override
    public String toString() {
      return repository + "@" + digest;
    }
  }

  /// Why an image is kept out.
  public record Blocked(String why, List<SeverityCount> severities) {
    public Blocked {
      severities = List.copyOf(severities);
    }
  }

  /// Judges images that are in the registry.
  ///
  /// @param say hears of what is waited for, and of what is let in with doubt
  /// @return why the images cannot be used, if so; asked to stop, it ends without a word
  public Optional<Failure> judge(List<Scanned> images, Stop stop, Consumer<String> say)
      throws InterruptedException {
    if (!policy.isOn()) {
      return Optional.empty();
    }
    List<String> blocked = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    List<Scanned> open = parts(images, doubts);
    long until = System.nanoTime() + policy.patience().toNanos();
    while (true) {
      List<Scanned> pending = new ArrayList<>();
      boolean last = System.nanoTime() >= until;
      for (Scanned one : open) {
        switch (scan(one)) {
          case Scan.Counted(var counts) ->
              blocked(one, counts).ifPresent(b -> blocked.add(b.why()));
          case Scan.Inconclusive(String why) -> doubts.add(one + ": " + why);
          case Scan.Pending(String why) -> {
            if (last) {
              doubts.add("%s: %s, after %s".formatted(one, why, policy.patience()));
            } else {
              pending.add(one);
            }
          }
        }
      }
      if (pending.isEmpty() || !blocked.isEmpty()) {
        return verdict(blocked, doubts, say);
      }
      say.accept(
          "waits for the scan of " + named(pending.stream().map(Scanned::toString).toList()));
      open = pending;
      if (stop.within(pause(until))) {
        return Optional.empty();
      }
    }
  }

  private static Duration pause(long until) {
    Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
    return left.compareTo(PAUSE) < 0 ? left : PAUSE;
  }

  private Optional<Failure> verdict(
      List<String> blocked, List<String> doubts, Consumer<String> say) {
    if (!blocked.isEmpty()) {
      return Optional.of(new Failure(BLOCKED, named(blocked), false));
    }
    if (doubts.isEmpty()) {
      return Optional.empty();
    }
    String text = "no scan says what is in " + named(doubts);
    if (!policy.blocksDoubt()) {
      say.accept("! " + text);
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            "image-scan-inconclusive",
            text + "; the customer's policy wants to know (scan.inconclusive: block)",
            true));
  }

  private static String named(List<String> some) {
    String more = some.size() > MOST_NAMED ? "; and " + (some.size() - MOST_NAMED) + " more" : "";
    return some.stream().limit(MOST_NAMED).collect(Collectors.joining("; ")) + more;
  }

  /// What the customer's policy holds against an image that is in the registry, as far as its scan
  /// is over.
  public Optional<Blocked> look(String repository, Digest digest)
      throws IOException, InterruptedException {
    for (Digest part : policy.isOn() ? registry.images(repository, digest) : List.<Digest>of()) {
      var one = new Scanned(repository, part);
      if (scan(one) instanceof Scan.Counted(var counts)) {
        Optional<Blocked> blocked = blocked(one, counts);
        if (blocked.isPresent()) {
          return blocked;
        }
      }
    }
    return Optional.empty();
  }

  /// What the scan of an image counts, whatever the policy says; nothing where it does not tell.
  public List<SeverityCount> counted(String repository, Digest digest) throws InterruptedException {
    return scan(new Scanned(repository, digest)) instanceof Scan.Counted(var counts)
        ? counts
        : List.of();
  }

  private Optional<Blocked> blocked(Scanned one, List<SeverityCount> counts) {
    List<SeverityCount> against = policy.blocked(counts);
    if (against.isEmpty()) {
      return Optional.empty();
    }
    String found =
        against.stream()
            .map(count -> count.count() + " " + count.severity())
            .collect(Collectors.joining(", "));
    String why =
        "image %s: the registry's scan found %s, which the customer's policy keeps out"
            .formatted(one, found);
    return Optional.of(new Blocked(why, counts));
  }

  private List<Scanned> parts(List<Scanned> images, List<String> doubts)
      throws InterruptedException {
    List<Scanned> parts = new ArrayList<>();
    for (Scanned image : images) {
      try {
        for (Digest part : registry.images(image.repository(), image.digest())) {
          parts.add(new Scanned(image.repository(), part));
        }
      } catch (IOException e) {
        doubts.add(image + ": " + e.getMessage());
      }
    }
    return parts.stream().distinct().toList();
  }

  private Scan scan(Scanned one) throws InterruptedException {
    try {
      return registry.scan(one.repository(), one.digest());
    } catch (IOException e) {
      return new Scan.Inconclusive(String.valueOf(e.getMessage()));
    }
  }
}
