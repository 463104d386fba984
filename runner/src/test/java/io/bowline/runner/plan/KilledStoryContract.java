package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Outcome;
import io.bowline.registry.http.RegistryServer;
import io.bowline.runner.journal.JobRecord;
import io.bowline.runner.plan.SampleBundle.Edit;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Two lives of one install: one undisturbed, one whose runner is killed again and again. Whatever
/// can be counted or compared has to be the same after each chapter.
abstract class KilledStoryContract {
  static final List<Edit> QUICKER =
      List.of(new Edit("stableFor: 2s", "stableFor: 0s"), new Edit("timeout: 25s", "timeout: 5s"));

  /// For where Terraform is not at hand.
  static final List<Edit> WITHOUT_TERRAFORM =
      List.of(
          new Edit("kind: terraform\n    module: modules/topics", "kind: image\n    image: sample"),
          new Edit("\n    variables:\n      prefix: ${inputs.topicPrefix}", ""),
          new Edit("\n      topics: [orders, payments]\n      partitions: 3", ""),
          new Edit("\n      topics: [orders, payments, refunds]\n      partitions: 3", ""),
          new Edit("${outputs.topics.topic_prefix}", "demo."));

  @TempDir static Path home;
  static RegistryServer vendor;
  private static int lives;

  @BeforeAll
  static void start() throws IOException {
    vendor = RegistryServer.start(home.resolve("vendor"), RegistryServer.Settings.loopback());
  }

  @AfterAll
  static void stop() {
    vendor.close();
  }

  /// What came of one life.
  ///
  /// @param chapters all effects after each of them
  record Life(List<Map<String, String>> chapters, List<String> killed) {}

  /// Lives one life.
  ///
  /// @param versions installed one after the other; v3 returns by itself
  /// @param kills patterns of the points to die at, one for each version, and perhaps one for an
  ///   uninstall
  Life live(String name, List<Edit> edits, List<String> versions, List<String> kills)
      throws Exception {
    String own = name + "-" + ++lives;
    try (Account account = Account.start(home.resolve(own + "-account"), AccountOptions.usual())) {
      var all = new ArrayList<>(QUICKER);
      all.addAll(edits);
      var story = new KilledStory(account, vendor, home.resolve(own));
      var life = new Life(new ArrayList<>(), story.killed);
      for (String version : versions) {
        Digest release = story.publish(version, all);
        JobRecord.End end = story.rollOut(release, kills.get(life.chapters().size()));
        if (version.equals("v3")) {
          assertThat(reason(end)).isEqualTo("returned");
        } else {
          assertThat(end.outcome()).isEqualTo(new Outcome.Done());
        }
        life.chapters().add(Effects.of(account));
      }
      if (kills.size() > versions.size()) {
        JobRecord.End end = story.uninstall(kills.getLast());
        assertThat(end.outcome()).isEqualTo(new Outcome.Done());
        life.chapters().add(Effects.of(account));
      }
      return life;
    }
  }

  static void assertSame(Life killed, Life undisturbed) {
    for (int i = 0; i < undisturbed.chapters().size(); i++) {
      assertThat(differences(killed.chapters().get(i), undisturbed.chapters().get(i)))
          .as("effects after chapter %d, killed at %s", i + 1, killed.killed())
          .isEmpty();
    }
  }

  private static List<String> differences(Map<String, String> is, Map<String, String> ought) {
    Set<String> names = new TreeSet<>(is.keySet());
    names.addAll(ought.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(is.get(name), ought.get(name)))
        .map(name -> name + ": " + is.get(name) + " and not " + ought.get(name))
        .toList();
  }

  private static String reason(JobRecord.End end) {
    return end.outcome() instanceof Outcome.Failed(var failure) ? failure.reason() : end.toString();
  }
}
