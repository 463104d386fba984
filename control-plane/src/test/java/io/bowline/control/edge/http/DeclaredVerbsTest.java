package io.bowline.control.edge.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import org.junit.jupiter.api.Test;

/// Whoever adds an operation to the API says what a caller needs for it, or that it is nothing.
class DeclaredVerbsTest {
  private static final ArchRule RULE =
      methods().that().areMetaAnnotatedWith(HttpMethod.class).should(declareAVerb());

  private static ArchCondition<JavaMethod> declareAVerb() {
    return new ArchCondition<>("declare a verb (@Needs)") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean declared =
            method.isAnnotatedWith(Needs.class)
                || method.getOwner().isAnnotatedWith(Needs.class)
                || method.isAnnotatedWith(Anyone.class);
        events.add(
            new SimpleConditionEvent(method, declared, method.getFullName() + " has no verb"));
      }
    };
  }

  /// What the rule is there for.
  static final class Undeclared {
    @GET
    public String look() {
      return "everything";
    }
  }

  @Test
  void everyOperationOfTheApiDeclaresWhatACallerNeeds() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.bowline.control.edge");
    RULE.check(classes);
    assertThat(
            classes.stream()
                .flatMap(one -> one.getMethods().stream())
                .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class)))
        .hasSizeGreaterThan(60);
  }

  @Test
  void oneThatDoesNotIsFound() {
    assertThat(
            RULE.evaluate(new ClassFileImporter().importClasses(Undeclared.class))
                .getFailureReport()
                .getDetails())
        .singleElement()
        .asString()
        .contains("Undeclared.look() has no verb");
  }
}
