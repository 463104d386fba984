package io.bowline.control.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A record is printed where nobody thinks of it: in the message of an exception, in a line of a
/// log, by a debugger. One that has a secret as text does not tell it.
class PrintedRecordsTest {
  private static final String CANARY = "canary-of-a-record-4711";
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(secret|password|token|kubeconfig|verifier|tlskey|privatekey)"
              + "|invitation|reset|codes?|device");

  /// What shows `********` in the place of a secret.
  private static final Set<String> MASKED =
      Set.of(
          "io.bowline.control.edge.http.domain.BaseDomainView",
          "io.bowline.control.edge.http.fleet.FleetView",
          "io.bowline.control.edge.http.sso.SsoResource$SsoView");

  private static List<Class<?>> records() throws Exception {
    Path root = Path.of(Secret.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var records = new ArrayList<Class<?>>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        if (!name.startsWith("io.bowline.control.") || name.contains("_")) {
          continue;
        }
        Class<?> type =
            Class.forName(
                name.substring(0, name.length() - ".class".length()),
                false,
                Secret.class.getClassLoader());
        if (type.isRecord()) {
          records.add(type);
        }
      }
    }
    return records;
  }

  /// What a component is made with; empty when it may have no canary.
  private static Optional<Object> secret(RecordComponent component) {
    if (!SECRET.matcher(component.getName().toLowerCase(Locale.ROOT)).matches()) {
      return Optional.empty();
    }
    if (component.getType() == String.class) {
      return Optional.of(CANARY);
    }
    boolean texts = component.getGenericType().getTypeName().endsWith("<java.lang.String>");
    if (texts && component.getType() == List.class) {
      return Optional.of(List.of(CANARY));
    }
    return texts && component.getType() == Optional.class
        ? Optional.of(Optional.of(CANARY))
        : Optional.empty();
  }

  private static @Nullable Object plain(Class<?> type) {
    return switch (type.getName()) {
      case "boolean" -> false;
      case "int" -> 1;
      case "long" -> 1L;
      case "double" -> 1.0;
      case "java.lang.String" -> "plain";
      case "java.util.Optional" -> Optional.empty();
      case "java.util.List" -> List.of();
      case "java.util.Map" -> Map.of();
      case "java.util.Set" -> Set.of();
      default -> null;
    };
  }

  private static Optional<Object> made(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Arrays.stream(components)
            .map(component -> secret(component).orElseGet(() -> plain(component.getType())))
            .toArray();
    var constructor =
        type.getDeclaredConstructor(
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    try {
      return Optional.of(constructor.newInstance(values));
    } catch (InvocationTargetException refused) {
      return Optional.empty();
    }
  }

  @Test
  void aSecretThatIsATextIsNotPrinted() throws Exception {
    var telling = new ArrayList<String>();
    int tried = 0;
    for (Class<?> type : records()) {
      boolean secret =
          Arrays.stream(type.getRecordComponents()).anyMatch(one -> secret(one).isPresent());
      if (!secret || MASKED.contains(type.getName())) {
        continue;
      }
      Optional<Object> made = made(type);
      tried += made.isPresent() ? 1 : 0;
      if (made.isPresent() && made.get().toString().contains(CANARY)) {
        telling.add(type.getName());
      }
    }
    assertThat(telling).as("these need a toString of their own").isEmpty();
    assertThat(tried).isGreaterThan(10);
  }
}
