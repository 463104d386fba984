package io.bowline.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The walls of design section 4 as rules, by name. `HouseTest` runs them over a module.
public final class HouseRules {
  private static final String[] LINK_SIDE = {"io.bowline.proto..", "..edge..", "..link.."};
  private static final String[] WIRE_SIDE = {
    "io.bowline.proto..", "..edge..", "..link..", "..wire.."
  };
  // e2e and bench drive the product from outside: they start its processes and read clocks
  private static final String[] PROCESS_SIDE = {
    "io.bowline.runner.host..",
    "io.bowline.control..postgres..",
    "io.bowline.demo.process..",
    "io.bowline.testkit.process..",
    "io.bowline.e2e..",
    "io.bowline.bench.."
  };
  private static final String[] PLATFORM_SIDE = {
    "..platform..", "io.bowline.demo..", "io.bowline.e2e..", "io.bowline.bench.."
  };
  private static final Pattern FORBIDDEN_SEGMENT =
      Pattern.compile(".*\\.(utils?|commons?|helpers?|impl|services?|dtos?|managers?)(\\..*)?");
  private static final Pattern FORBIDDEN_TYPE = Pattern.compile(".*(Impl|Utils?|Helper|Manager)");
  private static final String STATES = ".*(Phase|Event|Effect|Verdict|Outcome|State)";

  private HouseRules() {}

  /// Every rule, by the name that a failure shows.
  public static Map<String, ArchRule> all() {
    var rules = new LinkedHashMap<String, ArchRule>();
    rules.put("no package cycles", slices().matching("io.bowline.(**)").should().beFreeOfCycles());
    walls(rules);
    technology(rules);
    effects(rules);
    names(rules);
    shape(rules);
    rules.replaceAll((_, rule) -> rule.allowEmptyShould(true));
    return rules;
  }

  private static void walls(Map<String, ArchRule> rules) {
    rules.put(
        "a feature never calls an edge",
        noClasses()
            .that(resideOutsideOfPackages("..edge..", "..app.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.bowline..edge..")));
    rules.put(
        "work and link never call each other",
        classes()
            .that(resideInAnyPackage("..work..", "..link.."))
            .should(HouseConditions.notReachAcross("work", "link")));
    rules.put(
        "a store is seen by its own feature only",
        classes().should(HouseConditions.leaveForeignStoresAlone()));
    rules.put(
        "the runner never sees the control plane",
        noClasses()
            .that(resideInAnyPackage("io.bowline.runner.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.bowline.control..")));
    rules.put(
        "model sees only the JDK and jspecify",
        classes()
            .that(resideInAnyPackage("io.bowline.model.."))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage("java..", "org.jspecify..", "io.bowline.model..", "")));
  }

  private static void technology(Map<String, ArchRule> rules) {
    rules.put(
        "gRPC and Mutiny only in proto, edge and link",
        noClasses()
            .that(resideOutsideOfPackages(LINK_SIDE))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.grpc..", "io.smallrye.mutiny..")));
    rules.put(
        "protobuf only in proto, edge, link and wire",
        noClasses()
            .that(resideOutsideOfPackages(WIRE_SIDE))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("com.google.protobuf..").or(HouseConditions.PROTOBUF_MESSAGE)));
    rules.put(
        "SQL only in store",
        noClasses()
            .that(resideOutsideOfPackages("..store..", "..postgres.."))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.jdbi..",
                    "org.jooq..",
                    "org.postgresql..",
                    "org.flywaydb..")));
  }

  private static void effects(Map<String, ArchRule> rules) {
    rules.put(
        "processes only in host and beside the embedded PostgreSQL",
        noClasses()
            .that(resideOutsideOfPackages(PROCESS_SIDE))
            .should()
            .accessTargetWhere(HouseConditions.STARTS_PROCESS));
    rules.put(
        "clock, randomness and ids only in platform",
        noClasses()
            .that(resideOutsideOfPackages(PLATFORM_SIDE))
            .should()
            .accessTargetWhere(HouseConditions.CLOCK_RANDOM_OR_ID));
    rules.put(
        "blocking code on virtual threads",
        noClasses()
            .that(resideOutsideOfPackages("..edge..", "..link..", "..wire.."))
            .should()
            .dependOnClassesThat(
                HouseConditions.named(
                    "java.util.concurrent.CompletableFuture",
                    "java.util.concurrent.CompletionStage",
                    "java.lang.ThreadLocal")));
    rules.put("no sleeping", noClasses().should().accessTargetWhere(HouseConditions.SLEEPS));
  }

  private static void names(Map<String, ArchRule> rules) {
    rules.put(
        "no package named for a drawer",
        noClasses()
            .should()
            .resideInAnyPackage("..bowline..")
            .andShould(HouseConditions.packageMatch(FORBIDDEN_SEGMENT)));
    rules.put(
        "no type named for a drawer",
        noClasses()
            .that(not(HouseConditions.GENERATED))
            .should()
            .haveNameMatching(FORBIDDEN_TYPE.pattern()));
  }

  private static void shape(Map<String, ArchRule> rules) {
    rules.put(
        "every package is null-marked in a package-info",
        classes().that(not(HouseConditions.GENERATED)).should(HouseConditions.BE_NULL_MARKED));
    rules.put(
        "a package holds at most 30 files",
        classes().that(not(HouseConditions.GENERATED)).should(HouseConditions.shareWithAtMost(30)));
    rules.put(
        "constructor injection: no injected fields",
        fields().should(HouseConditions.NOT_BE_INJECTED));
    rules.put(
        "constructor injection: no injected methods",
        methods().should(HouseConditions.NOT_BE_INJECTED));
    rules.put(
        "a configuration stands beside the feature that reads it",
        classes()
            .that(HouseConditions.CONFIG_MAPPING)
            .should(HouseConditions.BE_READ_IN_OWN_PACKAGE));
    rules.put(
        "states and outcomes are sealed",
        classes()
            .that(not(HouseConditions.GENERATED))
            .and()
            .areInterfaces()
            .and()
            .haveNameMatching(STATES)
            .should(HouseConditions.BE_SEALED));
  }
}
