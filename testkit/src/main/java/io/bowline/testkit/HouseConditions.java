package io.bowline.testkit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What `HouseRules` is made of, where ArchUnit has no word for it.
final class HouseConditions {
  private static final String NULL_MARKED = "org.jspecify.annotations.NullMarked";
  private static final Set<String> INJECTS =
      Set.of(
          "jakarta.inject.Inject",
          "javax.inject.Inject",
          "org.eclipse.microprofile.config.inject.ConfigProperty");
  private static final Pattern GENERATED_PACKAGE = Pattern.compile("io\\.bowline\\..*\\.v[0-9]+");

  private HouseConditions() {}

  /// Compiled from a `.proto` file: such packages end in the protocol's version.
  static final DescribedPredicate<JavaClass> GENERATED =
      that("are generated", type -> GENERATED_PACKAGE.matcher(type.getPackageName()).matches());

  static final DescribedPredicate<JavaClass> PROTOBUF_MESSAGE =
      that(
          "are protobuf messages",
          type ->
              type.isAssignableTo("com.google.protobuf.MessageLite")
                  || type.isAssignableTo("com.google.protobuf.ProtocolMessageEnum"));

  static final DescribedPredicate<JavaClass> CONFIG_MAPPING =
      that("are configuration", type -> type.isAnnotatedWith("io.smallrye.config.ConfigMapping"));

  static final DescribedPredicate<JavaAccess<?>> STARTS_PROCESS =
      that(
          "start a process",
          access ->
              owner(access).equals("java.lang.ProcessBuilder")
                  || (owner(access).equals("java.lang.Runtime")
                      && access.getName().equals("exec")));

  static final DescribedPredicate<JavaAccess<?>> SLEEPS =
      that(
          "sleep",
          access ->
              (owner(access).equals("java.lang.Thread")
                      || owner(access).equals("java.util.concurrent.TimeUnit"))
                  && access.getName().equals("sleep"));

  static final DescribedPredicate<JavaAccess<?>> CLOCK_RANDOM_OR_ID =
      that("read a clock, draw randomness or mint an id", HouseConditions::isClockRandomOrId);

  private static boolean isClockRandomOrId(JavaAccess<?> access) {
    String owner = owner(access);
    String name = access.getName();
    return switch (owner) {
      case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
      case "java.time.InstantSource" -> name.equals("system");
      case "java.lang.System" -> name.equals("currentTimeMillis");
      case "java.lang.Math" -> name.equals("random");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
      case "java.util.Random", "java.util.SplittableRandom" -> name.equals("<init>");
      case "java.security.SecureRandom" -> name.equals("<init>") || name.startsWith("getInstance");
      default ->
          owner.startsWith("java.time.")
              && name.equals("now")
              && access.getTarget().getFullName().endsWith("now()");
    };
  }

  static final ArchCondition<JavaClass> BE_NULL_MARKED =
      should(
          "live in a @NullMarked package",
          type ->
              type.getPackage()
                  .tryGetPackageInfo()
                  .map(info -> info.isAnnotatedWith(NULL_MARKED))
                  .orElse(false));

  static final ArchCondition<JavaClass> BE_SEALED =
      should("be sealed", type -> type.isAnnotation() || type.reflect().isSealed());

  static final ArchCondition<JavaMember> NOT_BE_INJECTED =
      should(
          "not be injected",
          member ->
              member.getAnnotations().stream()
                  .noneMatch(found -> INJECTS.contains(found.getRawType().getName())));

  static final ArchCondition<JavaClass> BE_READ_IN_OWN_PACKAGE =
      each(
          "be read in its own package, below it, or in app",
          (type, violation) ->
              type.getDirectDependenciesToSelf().stream()
                  .map(found -> found.getOriginClass().getPackageName())
                  .filter(reader -> !within(reader, type.getPackageName()))
                  .filter(reader -> !hasSegment(reader, "app"))
                  .distinct()
                  .forEach(reader -> violation.accept(type.getName() + " is read by " + reader)));

  static ArchCondition<JavaClass> shareWithAtMost(int limit) {
    return should(
        "share their package with at most " + (limit - 1) + " others",
        type ->
            type.getPackage().getClasses().stream().filter(JavaClass::isTopLevelClass).count()
                <= limit);
  }

  static ArchCondition<JavaClass> packageMatch(Pattern pattern) {
    return should(
        "reside in a package that matches " + pattern,
        type -> pattern.matcher(type.getPackageName()).matches());
  }

  /// Rooms `one` and `other` of the same house do not know each other.
  static ArchCondition<JavaClass> notReachAcross(String one, String other) {
    return each(
        "not reach from " + one + " to " + other + " or back",
        (type, violation) ->
            type.getDirectDependenciesFromSelf().stream()
                .filter(found -> found.getTargetClass().getPackageName().startsWith("io.bowline"))
                .filter(found -> {
                  String from = type.getPackageName();
                  String to = found.getTargetClass().getPackageName();
                  return (hasSegment(from, one) && hasSegment(to, other))
                      || (hasSegment(from, other) && hasSegment(to, one));
                })
                .forEach(found -> violation.accept(found.getDescription())));
  }

  static ArchCondition<JavaClass> leaveForeignStoresAlone() {
    return each(
        "leave other features' stores alone",
        (type, violation) ->
            type.getDirectDependenciesFromSelf().stream()
                .filter(found -> foreignStore(type.getPackageName(), found.getTargetClass()))
                .forEach(found -> violation.accept(found.getDescription())));
  }

  private static boolean foreignStore(String from, JavaClass target) {
    String to = target.getPackageName();
    int store = (to + ".").indexOf(".store.");
    // the store of `platform` is the transaction itself, which every store works in; measurements
    // take parts out of their place, to see what each costs alone
    return to.startsWith("io.bowline.")
        && !from.startsWith("io.bowline.bench.")
        && store > 0
        && !within(from, to.substring(0, store))
        && !(hasSegment(to, "platform") && hasSegment(from, "store"));
  }

  static DescribedPredicate<JavaClass> named(String... names) {
    Set<String> wanted = Set.of(names);
    return that("are one of " + wanted, type -> wanted.contains(type.getName()));
  }

  private static boolean within(String inner, String outer) {
    return (inner + ".").startsWith(outer + ".");
  }

  private static boolean hasSegment(String packageName, String segment) {
    return ("." + packageName + ".").contains("." + segment + ".");
  }

  private static String owner(JavaAccess<?> access) {
    return access.getTargetOwner().getName();
  }

  private static <T> DescribedPredicate<T> that(String description, Predicate<? super T> holds) {
    return DescribedPredicate.describe(description, holds);
  }

  private static <T extends HasName & HasDescription> ArchCondition<T> should(
      String description, Predicate<T> holds) {
    return new ArchCondition<>(description) {
      @Override
      public void check(T item, ConditionEvents events) {
        boolean ok = holds.test(item);
        events.add(
            new SimpleConditionEvent(
                item, ok, item.getDescription() + (ok ? " does " : " does not ") + description));
      }
    };
  }

  private static ArchCondition<JavaClass> each(
      String description, BiConsumer<JavaClass, Consumer<String>> violations) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        violations.accept(item, text -> events.add(SimpleConditionEvent.violated(item, text)));
      }
    };
  }
}
