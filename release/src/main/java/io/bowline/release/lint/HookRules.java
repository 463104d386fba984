package io.bowline.release.lint;

import io.bowline.model.release.Reversibility;
import java.util.List;
import java.util.Set;

/// Hooks whose work a return to the release before does not undo.
final class HookRules {
  private static final String HOOK = "helm.sh/hook";
  private static final Set<String> WORKERS = Set.of("Job", "Pod");

  private final Findings findings;

  HookRules(Findings findings) {
    this.findings = findings;
  }

  /// @param objects all of one chart
  void check(List<RenderedObject> objects, Reversibility said) {
    if (said != Reversibility.REVERSIBLE
        || objects.stream().anyMatch(o -> o.annotation(HOOK).contains("-rollback"))) {
      return;
    }
    for (RenderedObject object : objects) {
      if (WORKERS.contains(object.kind()) && object.annotation(HOOK).contains("-upgrade")) {
        findings.warning(
            Rule.HOOK_STAYS,
            object.file(),
            object.lineOf("metadata.annotations." + HOOK),
            object.title(),
            "runs on an upgrade, and nothing of the chart runs on a return: add a rollback hook, or"
                + " say 'reversibility: forward-data'");
      }
    }
  }
}
