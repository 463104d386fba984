package io.bowline.testkit;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Skips by name, or fails before the test begins where parts are required.
final class PartCondition implements ExecutionCondition, BeforeAllCallback, BeforeEachCallback {
  /// Overrides the environment for the tests of this class: `required` or `optional`.
  static final String OVERRIDE = "bowline.parts";

  private final Parts parts = Parts.here();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<String> missing = missing(context);
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("every part is there");
    }
    return required(context)
        ? ConditionEvaluationResult.enabled("parts are required here; the test will fail")
        : ConditionEvaluationResult.disabled(Parts.absent(String.join(", ", missing)));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    failWithoutParts(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    failWithoutParts(context);
  }

  private boolean required(ExtensionContext context) {
    return context
        .getConfigurationParameter(OVERRIDE)
        .map("required"::equals)
        .orElse(parts.required());
  }

  private void failWithoutParts(ExtensionContext context) {
    List<String> missing = missing(context);
    if (!missing.isEmpty() && required(context)) {
      throw new AssertionError(
          Parts.absent(String.join(", ", missing))
              + ", and BOWLINE_PARTS=required makes that a failure; .ci/run installs every part");
    }
  }

  private List<String> missing(ExtensionContext context) {
    return context
        .getElement()
        .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresPart.class))
        .map(RequiresPart::value)
        .map(names -> Arrays.stream(names).filter(name -> parts.find(name).isEmpty()).toList())
        .orElse(List.of());
  }
}
