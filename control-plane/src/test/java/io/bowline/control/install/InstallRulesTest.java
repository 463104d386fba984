package io.bowline.control.install;

import static io.bowline.control.install.InstallEvent.HANDED_OUT;
import static io.bowline.control.install.InstallEvent.HEARD;
import static io.bowline.control.install.InstallEvent.IN_USE;
import static io.bowline.control.install.InstallEvent.LAPSED;
import static io.bowline.control.install.InstallEvent.REMOVAL_ASKED;
import static io.bowline.control.install.InstallEvent.REMOVAL_FAILED;
import static io.bowline.control.install.InstallEvent.REMOVED;
import static io.bowline.control.install.InstallEvent.RUNNER_EXPECTED;
import static io.bowline.control.install.InstallEvent.SILENT;
import static io.bowline.control.install.InstallEvent.TURNED_AWAY;
import static io.bowline.control.install.InstallStatus.ABANDONED;
import static io.bowline.control.install.InstallStatus.ACTIVE;
import static io.bowline.control.install.InstallStatus.AWAITING_CUSTOMER;
import static io.bowline.control.install.InstallStatus.AWAITING_CUSTOMER_TEARDOWN;
import static io.bowline.control.install.InstallStatus.AWAITING_RUNNER;
import static io.bowline.control.install.InstallStatus.DEPROVISIONING;
import static io.bowline.control.install.InstallStatus.DRAFT;
import static io.bowline.control.install.InstallStatus.ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every pair of status and event; what is not in the table has no effect.
class InstallRulesTest {
  private static final Map<InstallStatus, Map<InstallEvent, InstallStatus>> TABLE =
      new EnumMap<>(
          Map.of(
              DRAFT,
              Map.of(
                  HANDED_OUT,
                  AWAITING_CUSTOMER,
                  RUNNER_EXPECTED,
                  AWAITING_RUNNER,
                  LAPSED,
                  DRAFT,
                  TURNED_AWAY,
                  DRAFT,
                  HEARD,
                  ACTIVE,
                  REMOVAL_ASKED,
                  DEPROVISIONING,
                  REMOVAL_FAILED,
                  DEPROVISIONING,
                  REMOVED,
                  AWAITING_CUSTOMER_TEARDOWN,
                  InstallEvent.ABANDONED,
                  ABANDONED),
              AWAITING_CUSTOMER,
              Map.of(
                  HANDED_OUT,
                  AWAITING_CUSTOMER,
                  RUNNER_EXPECTED,
                  AWAITING_RUNNER,
                  LAPSED,
                  DRAFT,
                  TURNED_AWAY,
                  DRAFT,
                  HEARD,
                  ACTIVE,
                  REMOVAL_ASKED,
                  DEPROVISIONING,
                  REMOVAL_FAILED,
                  DEPROVISIONING,
                  REMOVED,
                  AWAITING_CUSTOMER_TEARDOWN,
                  InstallEvent.ABANDONED,
                  ABANDONED),
              AWAITING_RUNNER,
              Map.of(
                  HANDED_OUT,
                  AWAITING_RUNNER,
                  RUNNER_EXPECTED,
                  AWAITING_RUNNER,
                  LAPSED,
                  DRAFT,
                  TURNED_AWAY,
                  DRAFT,
                  HEARD,
                  ACTIVE,
                  REMOVAL_ASKED,
                  DEPROVISIONING,
                  REMOVAL_FAILED,
                  DEPROVISIONING,
                  REMOVED,
                  AWAITING_CUSTOMER_TEARDOWN,
                  InstallEvent.ABANDONED,
                  ABANDONED),
              ACTIVE,
              Map.of(
                  SILENT,
                  ERROR,
                  REMOVAL_ASKED,
                  DEPROVISIONING,
                  REMOVAL_FAILED,
                  DEPROVISIONING,
                  REMOVED,
                  AWAITING_CUSTOMER_TEARDOWN,
                  InstallEvent.ABANDONED,
                  ABANDONED),
              ERROR,
              Map.of(
                  HEARD,
                  ACTIVE,
                  REMOVAL_ASKED,
                  DEPROVISIONING,
                  REMOVAL_FAILED,
                  DEPROVISIONING,
                  REMOVED,
                  AWAITING_CUSTOMER_TEARDOWN,
                  InstallEvent.ABANDONED,
                  ABANDONED),
              DEPROVISIONING,
              Map.of(
                  IN_USE,
                  ACTIVE,
                  REMOVAL_ASKED,
                  DEPROVISIONING,
                  REMOVAL_FAILED,
                  DEPROVISIONING,
                  REMOVED,
                  AWAITING_CUSTOMER_TEARDOWN,
                  InstallEvent.ABANDONED,
                  ABANDONED),
              AWAITING_CUSTOMER_TEARDOWN,
              Map.of(
                  IN_USE,
                  ACTIVE,
                  REMOVAL_ASKED,
                  DEPROVISIONING,
                  REMOVAL_FAILED,
                  DEPROVISIONING,
                  REMOVED,
                  AWAITING_CUSTOMER_TEARDOWN,
                  InstallEvent.ABANDONED,
                  ABANDONED),
              ABANDONED,
              Map.of(
                  HANDED_OUT,
                  AWAITING_CUSTOMER,
                  RUNNER_EXPECTED,
                  AWAITING_RUNNER,
                  InstallEvent.ABANDONED,
                  ABANDONED)));

  @ParameterizedTest
  @EnumSource(InstallStatus.class)
  void everyEventHasTheEffectOfTheTable(InstallStatus now) {
    Map<InstallEvent, InstallStatus> effects = TABLE.getOrDefault(now, Map.of());
    assertThat(effects).isNotEmpty();
    for (InstallEvent event : InstallEvent.values()) {
      assertThat(InstallRules.after(now, event))
          .as(now + " and " + event)
          .isEqualTo(Optional.ofNullable(effects.get(event)));
    }
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
