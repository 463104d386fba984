package io.bowline.control.install;

import static io.bowline.control.install.InstallStatus.ABANDONED;
import static io.bowline.control.install.InstallStatus.ACTIVE;
import static io.bowline.control.install.InstallStatus.AWAITING_CUSTOMER;
import static io.bowline.control.install.InstallStatus.AWAITING_CUSTOMER_TEARDOWN;
import static io.bowline.control.install.InstallStatus.AWAITING_RUNNER;
import static io.bowline.control.install.InstallStatus.BASE_LAYER;
import static io.bowline.control.install.InstallStatus.DEPROVISIONED;
import static io.bowline.control.install.InstallStatus.DEPROVISIONING;
import static io.bowline.control.install.InstallStatus.DRAFT;
import static io.bowline.control.install.InstallStatus.ERROR;
import static io.bowline.control.install.InstallStatus.INSTALLING;
import static io.bowline.control.install.InstallStatus.PREFLIGHT;

import java.util.Optional;

/// What becomes of an install when something happens to it; pure.
final class InstallRules {
  private InstallRules() {}

  /// How it is afterwards, which may be as before with another reason; empty when this does not
  /// concern an install that is like that.
  static Optional<InstallStatus> after(InstallStatus now, InstallEvent event) {
    return switch (event) {
      case HANDED_OUT -> handedOut(now);
      case RUNNER_EXPECTED ->
          now.over() || now.awaitsRunner() ? Optional.of(AWAITING_RUNNER) : Optional.empty();
      case BASE_LAYER_BEGUN -> whileAwaited(now, BASE_LAYER);
      case BASE_LAYER_MADE -> whileAwaited(now, AWAITING_RUNNER);
      case ANOTHER_OUT -> whileAwaited(now, AWAITING_CUSTOMER);
      case LAPSED, TURNED_AWAY, BASE_LAYER_FAILED -> whileAwaited(now, DRAFT);
      case KEPT_OUT -> whileAwaited(now, now);
      case HEARD -> now == ERROR || now.awaitsRunner() ? Optional.of(ACTIVE) : Optional.empty();
      case SILENT -> now.runs() ? Optional.of(ERROR) : Optional.empty();
      case PREFLIGHT_BEGUN ->
          now == ACTIVE || now == PREFLIGHT ? Optional.of(PREFLIGHT) : Optional.empty();
      case PREFLIGHT_PASSED -> now == PREFLIGHT ? Optional.of(ACTIVE) : Optional.empty();
      case PREFLIGHT_FAILED -> now == PREFLIGHT ? Optional.of(PREFLIGHT) : Optional.empty();
      case FIRST_PLAN -> now.runs() ? Optional.of(INSTALLING) : Optional.empty();
      case FIRST_PLAN_STOPPED -> now == INSTALLING ? Optional.of(ACTIVE) : Optional.empty();
      case REMOVAL_ASKED -> now.over() ? Optional.empty() : Optional.of(DEPROVISIONING);
      // of a runner that was declared gone meanwhile it changes nothing
      case REMOVAL_FAILED ->
          now.over() || now == AWAITING_CUSTOMER_TEARDOWN
              ? Optional.empty()
              : Optional.of(DEPROVISIONING);
      case REMOVED -> now.over() ? Optional.empty() : Optional.of(AWAITING_CUSTOMER_TEARDOWN);
      case RUNNER_GONE ->
          now == DEPROVISIONED ? Optional.empty() : Optional.of(AWAITING_CUSTOMER_TEARDOWN);
      case CLEARED ->
          now == AWAITING_CUSTOMER_TEARDOWN || now == DEPROVISIONED
              ? Optional.of(DEPROVISIONED)
              : Optional.empty();
      case REMAINS ->
          now == AWAITING_CUSTOMER_TEARDOWN || now == DEPROVISIONED
              ? Optional.of(AWAITING_CUSTOMER_TEARDOWN)
              : Optional.empty();
      case IN_USE ->
          now == PREFLIGHT
                  || now == INSTALLING
                  || now == DEPROVISIONING
                  || now == AWAITING_CUSTOMER_TEARDOWN
              ? Optional.of(ACTIVE)
              : Optional.empty();
      case ABANDONED -> now == DEPROVISIONED ? Optional.empty() : Optional.of(ABANDONED);
    };
  }

  private static Optional<InstallStatus> handedOut(InstallStatus now) {
    return switch (now) {
      case DRAFT, AWAITING_CUSTOMER, DEPROVISIONED, ABANDONED -> Optional.of(AWAITING_CUSTOMER);
      // a cluster was seen or is being made by us: another token does not undo that
      case BASE_LAYER, AWAITING_RUNNER -> Optional.of(now);
      case PREFLIGHT, INSTALLING, ACTIVE, ERROR, DEPROVISIONING, AWAITING_CUSTOMER_TEARDOWN ->
          Optional.empty();
    };
  }

  private static Optional<InstallStatus> whileAwaited(InstallStatus now, InstallStatus next) {
    return now.awaitsRunner() ? Optional.of(next) : Optional.empty();
  }
}
