package io.bowline.control.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AuditTest {
  private final Transactions transactions = TestDatabase.transactions();
  private final Audit audit = new Audit(new AuditChainStore());

  @Test
  @Tag("C66.chained-audit")
  void theChainOfConcurrentWritersHasNoGapAndHolds() throws Exception {
    OrgId org = new OrgId(new UUID(13, 1));
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 40).forEach(i -> writers.execute(() -> record(org, "change-" + i)));
    }

    Verification found = transactions.inOrg(org, tx -> audit.verify(tx, org));

    assertThat(found).isEqualTo(new Verification.Intact(40));
  }

  @Test
  @Tag("C66.chained-audit")
  void anAlteredARemovedAndACutOffEntryShow() {
    OrgId org = new OrgId(new UUID(13, 2));
    IntStream.range(0, 5).forEach(i -> record(org, "change-" + i));
    TestDatabase.asKeeper(
        "update audit_entry set actor = 'somebody else' where number = 3 and org = '" + org + "'");
    assertThat(verify(org)).isEqualTo(new Verification.Broken(3, "the entry was altered"));

    TestDatabase.asKeeper("delete from audit_entry where number = 2 and org = '" + org + "'");
    assertThat(verify(org)).isEqualTo(new Verification.Broken(2, "the entry is missing"));

    OrgId cut = new OrgId(new UUID(13, 3));
    IntStream.range(0, 5).forEach(i -> record(cut, "change-" + i));
    TestDatabase.asKeeper("delete from audit_entry where number = 5 and org = '" + cut + "'");
    assertThat(verify(cut))
        .isEqualTo(new Verification.Broken(5, "the end of the chain is missing"));
  }

  @Test
  @Tag("C66.chained-audit")
  void theProcessItselfCannotAlterOrRemoveAnEntry() {
    OrgId org = new OrgId(new UUID(13, 4));
    record(org, "change");

    for (String sql : List.of("delete from audit_entry", "update audit_entry set actor = 'x'")) {
      assertThatThrownBy(() -> TestDatabase.execute(org, sql))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aChangeThatIsRolledBackLeavesNoEntry() {
    OrgId org = new OrgId(new UUID(13, 5));
    assertThatThrownBy(() ->
            transactions.runInOrg(
                org,
                tx -> {
                  audit.record(tx, org, new AuditEntry("system", "test", "x"));
                  throw new IllegalStateException("rolled back");
                }))
        .hasMessage("rolled back");

    assertThat(verify(org)).isEqualTo(new Verification.Intact(0));
  }

  private Verification verify(OrgId org) {
    return transactions.inOrg(org, tx -> audit.verify(tx, org));
  }

  private void record(OrgId org, String subject) {
    transactions.runInOrg(
        org, tx -> audit.record(tx, org, new AuditEntry("system", "test", subject)));
  }
}
