package io.bowline.control.install;

import static io.bowline.control.install.InstallStatus.ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every pair of status and event; `-` where the event has no effect.
class InstallRulesTest {
  private static final String TABLE =
      """
      now                        HANDED_OUT        RUNNER_EXPECTED BASE_LAYER_BEGUN BASE_LAYER_MADE BASE_LAYER_FAILED ANOTHER_OUT       LAPSED TURNED_AWAY KEPT_OUT          HEARD  SILENT PREFLIGHT_BEGUN PREFLIGHT_PASSED PREFLIGHT_FAILED FIRST_PLAN FIRST_PLAN_STOPPED REMOVAL_ASKED  REMOVAL_FAILED REMOVED                    RUNNER_GONE                CLEARED       REMAINS                    IN_USE ABANDONED
      DRAFT                      AWAITING_CUSTOMER AWAITING_RUNNER BASE_LAYER       AWAITING_RUNNER DRAFT             AWAITING_CUSTOMER DRAFT  DRAFT       DRAFT             ACTIVE -      -               -                -                -          -                  DEPROVISIONING DEPROVISIONING AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN -             -                          -      ABANDONED
      AWAITING_CUSTOMER          AWAITING_CUSTOMER AWAITING_RUNNER BASE_LAYER       AWAITING_RUNNER DRAFT             AWAITING_CUSTOMER DRAFT  DRAFT       AWAITING_CUSTOMER ACTIVE -      -               -                -                -          -                  DEPROVISIONING DEPROVISIONING AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN -             -                          -      ABANDONED
      BASE_LAYER                 BASE_LAYER        AWAITING_RUNNER BASE_LAYER       AWAITING_RUNNER DRAFT             AWAITING_CUSTOMER DRAFT  DRAFT       BASE_LAYER        ACTIVE -      -               -                -                -          -                  DEPROVISIONING DEPROVISIONING AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN -             -                          -      ABANDONED
      AWAITING_RUNNER            AWAITING_RUNNER   AWAITING_RUNNER BASE_LAYER       AWAITING_RUNNER DRAFT             AWAITING_CUSTOMER DRAFT  DRAFT       AWAITING_RUNNER   ACTIVE -      -               -                -                -          -                  DEPROVISIONING DEPROVISIONING AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN -             -                          -      ABANDONED
      PREFLIGHT                  -                 -               -                -               -                 -                 -      -           -                 -      ERROR  PREFLIGHT       ACTIVE           PREFLIGHT        INSTALLING -                  DEPROVISIONING DEPROVISIONING AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN -             -                          ACTIVE ABANDONED
      INSTALLING                 -                 -               -                -               -                 -                 -      -           -                 -      ERROR  -               -                -                INSTALLING ACTIVE             DEPROVISIONING DEPROVISIONING AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN -             -                          ACTIVE ABANDONED
      ACTIVE                     -                 -               -                -               -                 -                 -      -           -                 -      ERROR  PREFLIGHT       -                -                INSTALLING -                  DEPROVISIONING DEPROVISIONING AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN -             -                          -      ABANDONED
      ERROR                      -                 -               -                -               -                 -                 -      -           -                 ACTIVE -      -               -                -                -          -                  DEPROVISIONING DEPROVISIONING AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN -             -                          -      ABANDONED
      DEPROVISIONING             -                 -               -                -               -                 -                 -      -           -                 -      -      -               -                -                -          -                  DEPROVISIONING DEPROVISIONING AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN -             -                          ACTIVE ABANDONED
      AWAITING_CUSTOMER_TEARDOWN -                 -               -                -               -                 -                 -      -           -                 -      -      -               -                -                -          -                  DEPROVISIONING -              AWAITING_CUSTOMER_TEARDOWN AWAITING_CUSTOMER_TEARDOWN DEPROVISIONED AWAITING_CUSTOMER_TEARDOWN ACTIVE ABANDONED
      DEPROVISIONED              AWAITING_CUSTOMER AWAITING_RUNNER -                -               -                 -                 -      -           -                 -      -      -               -                -                -          -                  -              -              -                          -                          DEPROVISIONED AWAITING_CUSTOMER_TEARDOWN -      -
      ABANDONED                  AWAITING_CUSTOMER AWAITING_RUNNER -                -               -                 -                 -      -           -                 -      -      -               -                -                -          -                  -              -              -                          AWAITING_CUSTOMER_TEARDOWN -             -                          -      ABANDONED
      """;

  private static Map<InstallEvent, Optional<InstallStatus>> effects(InstallStatus now) {
    String[] events = TABLE.lines().findFirst().orElseThrow().split(" +", -1);
    String[] row =
        TABLE
            .lines()
            .filter(line -> line.startsWith(now + " "))
            .findFirst()
            .orElseThrow()
            .split(" +", -1);
    var effects = new EnumMap<InstallEvent, Optional<InstallStatus>>(InstallEvent.class);
    for (int i = 1; i < events.length; i++) {
      effects.put(
          InstallEvent.valueOf(events[i]),
          Optional.of(row[i]).filter(word -> !word.equals("-")).map(InstallStatus::valueOf));
    }
    return effects;
  }

  @ParameterizedTest
  @EnumSource(InstallStatus.class)
  void everyEventHasTheEffectOfTheTable(InstallStatus now) {
    Map<InstallEvent, Optional<InstallStatus>> effects = effects(now);
    assertThat(effects).containsOnlyKeys(InstallEvent.values());
    effects.forEach((event, next) ->
        assertThat(InstallRules.after(now, event)).as(now + " and " + event).isEqualTo(next));
  }

  @ParameterizedTest
  @EnumSource(InstallStatus.class)
  void whatIsWrittenIsReadAgain(InstallStatus status) {
    assertThat(InstallStatus.of(status.coarse(), status.stage())).isEqualTo(status);
  }

  @Test
  void aStageOfAnotherStatusOrOfALaterVersionDoesNotCount() {
    assertThat(InstallStatus.of("active", Optional.of("draft"))).isEqualTo(ACTIVE);
    assertThat(InstallStatus.of("active", Optional.of("dancing"))).isEqualTo(ACTIVE);
  }
}
