package io.bowline.control.app;

import io.bowline.control.account.Sessions;
import io.bowline.control.account.Tries;
import io.bowline.control.edge.http.RepeatStore;
import io.bowline.control.platform.Repeating;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Feed;
import io.bowline.control.sso.AttemptStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Forgets once an hour what nobody will ask for any more: old feed entries, remembered answers,
/// sessions that are long over, tries that nobody counts any more and sign-ins that came to
/// nothing.
@Singleton
final class Housekeeping {
  private static final Logger LOG = Logger.getLogger(Housekeeping.class);
  private static final Duration FEED = Duration.ofDays(7);
  private static final Duration ANSWERS = Duration.ofDays(1);
  private static final SystemTask FEED_TRIM = new SystemTask("feed-trim");
  private static final SystemTask SSO_TRIM = new SystemTask("sign-in-trim");
  private static final SystemTask REPEAT_TRIM = new SystemTask("repeat-trim");

  private final Transactions transactions;
  private final Feed feed;
  private final RepeatStore repeats;
  private final Sessions sessions;
  private final Tries tries;
  private final AttemptStore attempts;
  private final Repeating tidying =
      new Repeating(
          "housekeeping",
          Duration.ofHours(1),
          this::tidy,
          e -> LOG.warnf("Nothing was tidied up, again in an hour: %s", e.getMessage()));

  Housekeeping(
      Transactions transactions,
      Feed feed,
      RepeatStore repeats,
      Sessions sessions,
      Tries tries,
      AttemptStore attempts) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.tries = tries;
    this.attempts = attempts;
    this.feed = feed;
    this.repeats = repeats;
  }

  void start(@Observes StartupEvent started) {
    tidying.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    tidying.stop();
  }

  /// Does it now.
  int tidy() {
    return transactions.asSystem(FEED_TRIM, tx -> feed.trim(tx, FEED))
        + transactions.asSystem(REPEAT_TRIM, tx -> repeats.trim(tx, ANSWERS))
        + sessions.trim()
        + tries.trim()
        + transactions.asSystem(SSO_TRIM, attempts::trim);
  }
}
