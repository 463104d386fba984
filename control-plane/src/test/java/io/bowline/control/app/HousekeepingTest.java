package io.bowline.control.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.account.TestAccounts;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.edge.http.store.RepeatRows;
import io.bowline.control.org.Tokens;
import io.bowline.control.org.store.TokenRows;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.event.Feed;
import io.bowline.control.platform.event.FeedEntry;
import io.bowline.control.platform.event.FeedItem;
import io.bowline.control.platform.event.store.FeedStore;
import io.bowline.control.platform.event.store.OutboxStore;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.sso.store.AttemptRows;
import io.bowline.model.id.OrgId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  @Test
  void oldEntriesAreForgottenAndYoungOnesKept() {
    OrgId org = new OrgId(new UUID(17, 1));
    var transactions = TestDatabase.transactions();
    Feed feed = new FeedStore(new OutboxStore(Duration.ofSeconds(60)));
    var audit = new Audit(new AuditChainStore());
    var ids = new Ids(InstantSource.system(), new SecureRandom());
    var tokens = new Tokens(transactions, new TokenRows(), audit, ids, new SecureRandom());
    var people = new TestAccounts(transactions, tokens, audit);
    Housekeeping housekeeping =
        new Housekeeping(
            transactions, feed, new RepeatRows(), people.sessions, people.tries, new AttemptRows());
    housekeeping.tidy(); // what other tests left
    for (String kind : List.of("old", "young")) {
      transactions.runInOrg(org, tx -> feed.append(tx, org, new FeedEntry("job", "j", kind, "{}")));
    }
    TestDatabase.execute(org, "update feed set at = now() - interval '8 days' where kind = 'old'");
    TestDatabase.execute(
        org,
        "insert into repeat_answer (org, caller, key, request, started_at) values ('"
            + org
            + "', '"
            + org
            + "', 'k', 'r', now() - interval '2 days')");

    int gone = housekeeping.tidy();

    List<FeedItem> left =
        transactions.inOrg(org, tx -> feed.after(tx, org, new Feed.Position("job", "j", 0), 10));
    assertThat(gone).isEqualTo(2);
    assertThat(left).extracting(item -> item.entry().kind()).containsExactly("young");
  }
}
