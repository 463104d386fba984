package io.bowline.control.arrival.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.arrival.door.DoorRules.Known;
import io.bowline.control.arrival.door.DoorRules.Verdict;
import io.bowline.control.arrival.door.Hearing.Why;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.install.Proof;
import io.bowline.control.runner.EnrollmentToken;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.id.TokenId;
import io.bowline.proto.codec.CloudWitness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DoorRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final OrgId ORG = new OrgId(new UUID(0, 1));
  private static final InstallId INSTALL = new InstallId(new UUID(0, 2));
  private static final TokenId TOKEN = new TokenId(new UUID(0, 3));
  private static final String STACK = "arn:aws:cloudformation:eu-central-1:123456789012:stack/a/1";

  private static InstallRecord install(InstallStatus status) {
    return new InstallRecord(
        ORG,
        INSTALL,
        "prod",
        "acme/streaming",
        "aws",
        "123456789012",
        "eu-central-1",
        Map.of(),
        Optional.empty(),
        status,
        "",
        Optional.empty(),
        Proof.asked(Optional.empty()),
        NOW);
  }

  private static EnrollmentToken token(
      Instant until, Optional<Instant> used, Optional<String> voidBecause) {
    return new EnrollmentToken(
        ORG,
        TOKEN,
        INSTALL,
        "123456789012",
        "eu-central-1",
        "ann",
        NOW.minusSeconds(60),
        until,
        used,
        used.map(_ -> new RunnerId(new UUID(0, 4))),
        voidBecause);
  }

  private static EnrollmentToken out() {
    return token(NOW.plus(Duration.ofMinutes(50)), Optional.empty(), Optional.empty());
  }

  private static EnrollmentToken used() {
    return token(NOW.plusSeconds(60), Optional.of(NOW.minusSeconds(5)), Optional.empty());
  }

  private static DoorReport told(DoorPhase phase, String attempt) {
    return new DoorReport(
        ORG,
        INSTALL,
        new UUID(0, 9),
        TOKEN,
        "cloudformation",
        phase,
        attempt,
        List.of(),
        "",
        Optional.empty(),
        NOW.minusSeconds(30));
  }

  private static Known known(EnrollmentToken token, DoorReport... before) {
    return new Known(install(InstallStatus.BASE_LAYER), token, List.of(before), NOW);
  }

  private static DoorWord word(DoorPhase phase, DoorWord.Where where, Map<String, String> given) {
    return new DoorWord(
        "bwle_text",
        "cloudformation",
        phase,
        STACK,
        where,
        given,
        List.of(),
        phase == DoorPhase.FAILED ? "no quota for addresses" : "",
        new CloudWitness.Nobody());
  }

  private static DoorWord word(DoorPhase phase) {
    return word(phase, where("123456789012", "eu-central-1"), Map.of());
  }

  private static DoorWord.Where where(String account, String region) {
    return new DoorWord.Where(INSTALL.toString(), "prod", account, region);
  }

  private static Verdict.Kept kept(DoorWord word, Known known) {
    Verdict verdict = DoorRules.judge(word, known);
    assertThat(verdict).isInstanceOf(Verdict.Kept.class);
    return (Verdict.Kept) verdict;
  }

  private static Verdict.Refused refused(DoorWord word, Known known) {
    Verdict verdict = DoorRules.judge(word, known);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return (Verdict.Refused) verdict;
  }

  @ParameterizedTest
  @EnumSource(DoorPhase.class)
  @Tag("C1.foreign-account-refused")
  void whateverComesFromAnotherAccountIsRefusedAndItsTokenVoid(DoorPhase phase) {
    var elsewhere = word(phase, where("999999999999", "eu-central-1"), Map.of());
    Verdict.Refused refused = refused(elsewhere, known(out()));
    assertThat(refused.why()).isEqualTo(Why.ELSEWHERE);
    assertThat(refused.voids()).isTrue();
    assertThat(refused.message()).contains("123456789012").contains("999999999999");
  }

  @Test
  void anotherRegionIsRefusedTheSameWay() {
    var elsewhere = word(DoorPhase.BEGUN, where("123456789012", "us-east-1"), Map.of());
    assertThat(refused(elsewhere, known(out())).message())
        .contains("is for region eu-central-1")
        .contains("runs in us-east-1");
  }

  @Test
  void aLinkThatWasEditedByHandIsNoticedOnArrivalAndCostsNoToken() {
    var other =
        new DoorWord.Where(
            "00000000-0000-0000-0000-0000000000ff", "prod", "123456789012", "eu-central-1");
    Verdict.Refused refused = refused(word(DoorPhase.BEGUN, other, Map.of()), known(out()));
    assertThat(refused.why()).isEqualTo(Why.ALTERED);
    assertThat(refused.voids()).isFalse();

    var renamed = new DoorWord.Where(INSTALL.toString(), "other", "123456789012", "eu-central-1");
    assertThat(refused(word(DoorPhase.BEGUN, renamed, Map.of()), known(out())).message())
        .contains("names everything after other")
        .contains("called prod");
  }

  @ParameterizedTest
  @CsvSource({
    "VpcPrefix, 28, VpcPrefix",
    "system_nodes, 0, system_nodes",
    "ClusterAccessCidrs, '10.0.0.0/8,0.0.0.0/0', ClusterAccessCidrs",
    "Backdoor, yes, does not know",
    "EnrollmentToken, bwle_text, belongs in no report",
  })
  void whatMayNotBeGivenIsNamed(String name, String value, String said) {
    var altered = word(DoorPhase.BEGUN, where("123456789012", "eu-central-1"), Map.of(name, value));
    Verdict.Refused refused = refused(altered, known(out()));
    assertThat(refused.why()).isEqualTo(Why.ALTERED);
    assertThat(refused.message()).contains(said).doesNotContain("bwle_");
  }

  @Test
  void whatMayBeGivenIsTaken() {
    var given = Map.of("VpcPrefix", "18", "ClusterAccessCidrs", "10.0.0.0/8, 192.168.0.0/16");
    var word = word(DoorPhase.BEGUN, where("123456789012", "eu-central-1"), given);
    assertThat(kept(word, known(out())).event()).contains(InstallEvent.BASE_LAYER_BEGUN);
  }

  @Test
  void aDoorThatBeginsWithAUsedAVoidOrAnEndedTokenIsStoppedBeforeItMakesAnything() {
    assertThat(refused(word(DoorPhase.BEGUN), known(used())))
        .satisfies(no -> assertThat(no.why()).isEqualTo(Why.TOKEN_USED))
        .satisfies(no -> assertThat(no.message()).contains("bowline install token prod"));
    var ended = token(NOW, Optional.empty(), Optional.empty());
    assertThat(refused(word(DoorPhase.BEGUN), known(ended)).message()).contains("ended at");
    var gone = token(NOW, Optional.empty(), Optional.of("cloudformation stopped half-way"));
    assertThat(refused(word(DoorPhase.BEGUN), known(gone)).message())
        .contains("void: cloudformation stopped half-way");
  }

  @Test
  void aTemplateThatIsRunTwiceWithOneTokenIsStoppedTheSecondTime() {
    Known working = known(out(), told(DoorPhase.BEGUN, "another-stack"));
    Verdict.Refused refused = refused(word(DoorPhase.BEGUN), working);
    assertThat(refused.why()).isEqualTo(Why.TWICE);
    assertThat(refused.message()).contains("another-stack");
    assertThat(refused.voids()).isFalse();

    Known over =
        known(
            out(),
            told(DoorPhase.BEGUN, "another-stack"),
            told(DoorPhase.DELETED, "another-stack"));
    assertThat(kept(word(DoorPhase.BEGUN), over).event()).contains(InstallEvent.BASE_LAYER_BEGUN);
  }

  @Test
  void aDoorThatStopsHalfWayVoidsItsTokenAndSaysWhy() {
    Verdict.Kept failed = kept(word(DoorPhase.FAILED), known(out(), told(DoorPhase.BEGUN, STACK)));
    assertThat(failed.event()).contains(InstallEvent.BASE_LAYER_FAILED);
    assertThat(failed.voids()).hasValueSatisfying(why -> assertThat(why).contains("no quota"));
    assertThat(failed.reason()).contains("no quota for addresses").contains("make another one");
  }

  @Test
  void whatIsDeletedBeforeItWasMadeIsRolledBack() {
    Verdict.Kept rolled = kept(word(DoorPhase.DELETED), known(out(), told(DoorPhase.BEGUN, STACK)));
    assertThat(rolled.phase()).isEqualTo(DoorPhase.ROLLED_BACK);
    assertThat(rolled.voids()).isPresent();
    Verdict.Kept deleted =
        kept(word(DoorPhase.DELETED), known(used(), told(DoorPhase.MADE, STACK)));
    assertThat(deleted.phase()).isEqualTo(DoorPhase.DELETED);
    assertThat(deleted.event()).isEmpty();
  }

  @Test
  void theEndOfARunThatWasNotLetBeginDoesNothingToTheOneThatIsAtWork() {
    Known working = known(out(), told(DoorPhase.BEGUN, "another-stack"));
    for (DoorPhase phase : List.of(DoorPhase.DELETED, DoorPhase.FAILED, DoorPhase.ROLLED_BACK)) {
      Verdict.Kept kept = kept(word(phase), working);
      assertThat(kept.event()).as(phase.word()).isEmpty();
      assertThat(kept.voids()).isEmpty();
    }
  }

  @Test
  void whatWasMadeIsKeptWhenItComesLateAndMovesNothing() {
    assertThat(kept(word(DoorPhase.MADE), known(used())).event()).isEmpty();
    var ended = token(NOW.minusSeconds(1), Optional.empty(), Optional.empty());
    assertThat(kept(word(DoorPhase.MADE), known(ended)).event()).isEmpty();
    assertThat(kept(word(DoorPhase.MADE), known(out())).event())
        .contains(InstallEvent.BASE_LAYER_MADE);
  }
}
