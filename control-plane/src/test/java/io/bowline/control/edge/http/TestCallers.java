package io.bowline.control.edge.http;

import io.bowline.control.account.TestAccounts;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.edge.http.address.Origin;
import io.bowline.control.edge.http.address.Proxies;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Tokens;
import io.bowline.control.org.store.TokenRows;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.store.OutboxStore;
import io.bowline.control.secret.Secret;
import io.bowline.control.staff.StaffAccesses;
import io.bowline.control.staff.store.StaffAccessRows;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Callers whom a doorkeeper has let in.
public final class TestCallers {
  private TestCallers() {}

  public static Caller member(Transactions transactions, Principal.Member who) {
    var ids = new Ids(InstantSource.system(), new SecureRandom());
    var audit = new Audit(new AuditChainStore());
    var tokens = new Tokens(transactions, new TokenRows(), audit, ids, new SecureRandom());
    var origin = new Origin(new CurrentVertxRequest(), new Proxies(List.of()));
    var accesses =
        new StaffAccesses(
            transactions,
            new StaffAccessRows(),
            new OutboxStore(Duration.ofSeconds(60)),
            audit,
            ids);
    var bearers = new TestAccounts(transactions, tokens, audit).bearers;
    var caller = new Caller(bearers, accesses, origin);
    caller.is(who, Secret.of("bwl_test"));
    caller.in(who.org());
    return caller;
  }
}
