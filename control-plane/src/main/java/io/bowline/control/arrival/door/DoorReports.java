package io.bowline.control.arrival.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.control.arrival.door.DoorRules.Verdict;
import io.bowline.control.arrival.door.Hearing.Why;
import io.bowline.control.arrival.witness.CloudWitnesses;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.AccountWitness.Testimony;
import io.bowline.control.runner.EnrollmentTokens;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.proto.codec.LinkRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// What the doors into customers' accounts tell of what they make there (ADR 0046). A door is known
/// by the enrollment token that it was given: also when that has bought a runner long ago and opens
/// nothing any more.
@ApplicationScoped
public class DoorReports {
  /// An install is made once, and changed a few times.
  static final int MOST = 200;

  private final Transactions transactions;
  private final Ids ids;
  private final DoorLedger ledger;
  private final EnrollmentTokens tokens;
  private final Installs installs;
  private final CloudWitnesses witnesses;
  private final Setbacks setbacks;

  public DoorReports(
      Transactions transactions,
      Ids ids,
      DoorLedger ledger,
      EnrollmentTokens tokens,
      Installs installs,
      CloudWitnesses witnesses,
      Setbacks setbacks) {
    this.transactions = transactions;
    this.ids = ids;
    this.ledger = ledger;
    this.tokens = tokens;
    this.installs = installs;
    this.witnesses = witnesses;
    this.setbacks = setbacks;
  }

  /// Oldest first.
  public List<DoorReport> reports(Tx tx, OrgId org, InstallId install) {
    return ledger.list(tx, org, install, MOST);
  }

  /// A door tells something. The cloud that vouches for it is asked outside any transaction.
  public Hearing hear(DoorWord word) {
    Optional<Hearing.Malformed> malformed = DoorForm.complaint(word);
    if (malformed.isPresent()) {
      return malformed.get();
    }
    return tokens
        .organizationOf(word.token())
        .map(org -> {
          Testimony testimony = testimony(org, word);
          return transactions.inOrg(org, tx -> hear(tx, org, word, testimony));
        })
        .orElseGet(Hearing.Stranger::new);
  }

  /// Nobody is asked about a word that is not taken anyway.
  private Testimony testimony(OrgId org, DoorWord word) {
    return transactions
        .inOrg(
            org,
            tx ->
                known(tx, org, word)
                    .filter(known -> DoorRules.judge(word, known) instanceof Verdict.Kept)
                    .map(DoorRules.Known::install))
        .map(install -> witnesses.hear(install, word.witness(), word.bound()))
        .orElseGet(() -> new Testimony.Heard(Optional.empty(), ""));
  }

  private Optional<DoorRules.Known> known(Tx tx, OrgId org, DoorWord word) {
    return tokens
        .lock(tx, org, word.token())
        .flatMap(token ->
            installs
                .lock(tx, org, token.install())
                .map(install ->
                    new DoorRules.Known(install, token, reports(tx, org, install.id()), tx.now())));
  }

  private Hearing hear(Tx tx, OrgId org, DoorWord word, Testimony testimony) {
    Optional<DoorRules.Known> found = known(tx, org, word);
    if (found.isEmpty()) {
      // the place of a hosted runner has tokens, and no door
      return new Hearing.Stranger();
    }
    DoorRules.Known known = found.get();
    return switch (DoorRules.judge(word, known)) {
      case Verdict.Refused refused -> refused(tx, known, refused);
      case Verdict.Kept kept ->
          switch (testimony) {
            case Testimony.Against(LinkRefusal why, String message, boolean voids) ->
                refused(tx, known, new Verdict.Refused(why(why), message, voids));
            case Testimony.Heard(Optional<String> principal, String _) ->
                keep(tx, known, word, kept, principal);
          };
    };
  }

  private static Why why(LinkRefusal why) {
    if (why == LinkRefusal.TOKEN_FOREIGN) {
      return Why.ELSEWHERE;
    }
    return why == LinkRefusal.BUSY ? Why.BUSY : Why.UNPROVEN;
  }

  private Hearing keep(
      Tx tx, DoorRules.Known known, DoorWord word, Verdict.Kept kept, Optional<String> principal) {
    if (known.before().size() >= MOST) {
      return new Hearing.TooMuch(
          "installers told %d things about this install already, and no more is kept"
              .formatted(MOST));
    }
    InstallRecord install = known.install();
    var report =
        new DoorReport(
            install.org(),
            install.id(),
            ids.get(),
            known.token().id(),
            word.door(),
            kept.phase(),
            word.attempt(),
            word.made(),
            DoorForm.line(word.reason()),
            principal,
            tx.now());
    boolean news = ledger.keep(tx, report, digest(report));
    if (news) {
      kept.voids().ifPresent(because -> tokens.voidOne(tx, known.token(), because));
      kept.event().ifPresent(event -> move(tx, known, event, kept.reason()));
    }
    return new Hearing.Kept(
        report, installs.find(tx, install.org(), install.id()).orElse(install).status(), news);
  }

  private Hearing refused(Tx tx, DoorRules.Known known, Verdict.Refused refused) {
    var answer = new Hearing.Refused(refused.why(), refused.message());
    ledger.refused(tx, known.token(), answer);
    if (refused.voids() && known.out()) {
      tokens.voidOne(tx, known.token(), refused.message());
      move(
          tx,
          known,
          InstallEvent.TURNED_AWAY,
          "an installer was turned away: " + refused.message());
    }
    return answer;
  }

  private void move(Tx tx, DoorRules.Known known, InstallEvent event, String reason) {
    if (event == InstallEvent.BASE_LAYER_FAILED || event == InstallEvent.TURNED_AWAY) {
      setbacks.lost(tx, known.token(), event, reason);
    } else {
      boolean _ = installs.move(tx, known.install().org(), known.install().id(), event, reason);
    }
  }

  /// Of what was told: the same told twice is told once.
  private static String digest(DoorReport report) {
    String told =
        String.join(
            "\n",
            report.token().toString(),
            report.door(),
            report.phase().word(),
            report.attempt(),
            report.reason(),
            report.made().toString());
    return Digest.of(told.getBytes(UTF_8)).toString();
  }
}
