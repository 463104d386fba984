package io.bowline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HouseRulesTest {
  /// Rule by rule a fixture that breaks it, and a word of what the failure must say.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "no package cycles, testkit.broken.cycle, Cycle detected",
    "a feature never calls an edge, testkit.broken.edgecall, Feature.edge",
    "work and link never call each other, testkit.broken.rooms, Work.link",
    "a store is seen by its own feature only, testkit.broken.stores, OneStore",
    "the runner never sees the control plane, runner.broken|control.broken, Peeper.secret",
    "model sees only the JDK and jspecify, model.broken, io.grpc.Status",
    "'gRPC and Mutiny only in proto, edge and link', testkit.broken.grpc, io.smallrye.mutiny.Uni",
    "'protobuf only in proto, edge, link and wire', testkit.broken.protobuf, ByteString",
    "SQL only in store, testkit.broken.sql, java.sql.Connection",
    "processes only in host and beside the embedded PostgreSQL, testkit.broken.process, Starter",
    "'clock, randomness and ids only in platform', testkit.broken.clock, Instant.now",
    "'clock, randomness and ids only in platform', testkit.broken.clockreference, randomUUID",
    "'clock, randomness and ids only in platform', testkit.broken.random, SecureRandom",
    "blocking code on virtual threads, testkit.broken.future, CompletableFuture",
    "no sleeping, testkit.broken.sleep, Thread.sleep",
    "no package named for a drawer, testkit.broken.util, broken.util",
    "no type named for a drawer, testkit.broken.drawer, ThingManager",
    "every package is null-marked in a package-info, testkit.broken.unmarked, NullMarked",
    "a package holds at most 30 files, testkit.broken.crowded, at most 29 others",
    "constructor injection: no injected fields, testkit.broken.fieldinjection, Bean.name",
    "constructor injection: no injected methods, testkit.broken.methodinjection, Bean.setName",
    "a configuration stands beside the feature that reads it, testkit.broken.config, config.other",
    "states and outcomes are sealed, testkit.broken.open, JobPhase"
  })
  void aRuleIsSeenToFail(String rule, String packages, String says) {
    var broken = new ClassFileImporter().importPackages(io(packages));

    var result = HouseRules.all().get(rule).evaluate(broken);

    assertThat(result.hasViolation()).as("violation of %s", rule).isTrue();
    assertThat(result.getFailureReport().toString()).contains(says);
  }

  @Test
  void everyRuleHasAFixtureThatBreaksIt() throws NoSuchMethodException {
    var method =
        getClass().getDeclaredMethod("aRuleIsSeenToFail", String.class, String.class, String.class);
    Set<String> broken = new TreeSet<>();
    for (String line : method.getAnnotation(CsvSource.class).value()) {
      broken.add(
          line.startsWith("'")
              ? line.substring(1, line.indexOf('\'', 1))
              : line.substring(0, line.indexOf(',')));
    }

    assertThat(broken).isEqualTo(new TreeSet<>(HouseRules.all().keySet()));
  }

  private static String[] io(String packages) {
    return java.util.Arrays.stream(packages.split("\\|", -1))
        .map(name -> "io.bowline." + name)
        .toArray(String[]::new);
  }
}
