package io.bowline.control.arrival.door;

import io.bowline.control.arrival.door.Hearing.Why;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.runner.EnrollmentToken;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// What a door's word means for an install; pure.
final class DoorRules {
  private DoorRules() {}

  /// What comes of it.
  sealed interface Verdict {
    /// It is kept.
    ///
    /// @param phase which it really is: what is taken away before it was done is rolled back
    /// @param event empty when it changes nothing about how the install is
    /// @param reason for the install's history
    /// @param voids why the token admits nobody any more; empty when it stays as it is
    record Kept(
        DoorPhase phase, Optional<InstallEvent> event, String reason, Optional<String> voids)
        implements Verdict {}

    /// It is not.
    ///
    /// @param voids whether the token is where it should not be
    record Refused(Why why, String message, boolean voids) implements Verdict {}
  }

  /// What is known when a word comes.
  ///
  /// @param before what doors told about this install, oldest first
  record Known(InstallRecord install, EnrollmentToken token, List<DoorReport> before, Instant now) {
    /// Whether the token can still buy a runner.
    boolean out() {
      return token.usedAt().isEmpty()
          && token.voidBecause().isEmpty()
          && now.isBefore(token.expiresAt());
    }

    /// What an attempt told last.
    Optional<DoorPhase> last(String attempt) {
      return before.stream()
          .filter(one -> one.attempt().equals(attempt))
          .map(DoorReport::phase)
          .reduce((_, later) -> later);
    }
  }

  static Verdict judge(DoorWord word, Known known) {
    return elsewhere(word, known.install())
        .or(() -> altered(word, known.install()))
        .map(Verdict.class::cast)
        .orElseGet(() -> heard(word, known));
  }

  private static Optional<Verdict.Refused> elsewhere(DoorWord word, InstallRecord install) {
    DoorWord.Where where = word.where();
    if (!where.account().equals(install.account())) {
      return Optional.of(foreign("account", install.account(), where.account(), install));
    }
    return where.region().equals(install.region())
        ? Optional.empty()
        : Optional.of(foreign("region", install.region(), where.region(), install));
  }

  private static Verdict.Refused foreign(
      String what, String meant, String here, InstallRecord install) {
    return new Verdict.Refused(
        Why.ELSEWHERE,
        "the install %s is for %s %s, and this runs in %s; nothing may be made here, and the token is void: make another one (bowline install token %s), and run the installer there"
            .formatted(install.name(), what, meant, here, install.name()),
        true);
  }

  /// A link carries name and id in clear, and whoever opens it can write others.
  private static Optional<Verdict.Refused> altered(DoorWord word, InstallRecord install) {
    DoorWord.Where where = word.where();
    if (!where.install().isEmpty() && !where.install().equals(install.id().toString())) {
      return altered(
          "is for install %s, and the token is of another, %s (%s)"
              .formatted(where.install(), install.id(), install.name()));
    }
    if (!where.name().isEmpty() && !where.name().equals(install.name())) {
      return altered(
          "names everything after %s, and the install is called %s"
              .formatted(where.name(), install.name()));
    }
    return GivenParameters.complaint(install.cloud(), word.door(), word.parameters())
        .flatMap(DoorRules::altered);
  }

  private static Optional<Verdict.Refused> altered(String what) {
    return Optional.of(
        new Verdict.Refused(
            Why.ALTERED,
            "what this installer was given %s; open the link again (bowline install link) and leave what it fills in"
                .formatted(what),
            false));
  }

  private static Verdict heard(DoorWord word, Known known) {
    return switch (word.phase()) {
      case BEGUN -> begun(word, known);
      case MADE ->
          kept(
              DoorPhase.MADE,
              known.out() ? Optional.of(InstallEvent.BASE_LAYER_MADE) : Optional.empty(),
              "%s made the base layer (%d things); its runner is awaited, until %s"
                  .formatted(word.door(), word.made().size(), second(known.token().expiresAt())));
      case UPDATED -> kept(DoorPhase.UPDATED, Optional.empty(), "");
      case FAILED -> failed(DoorPhase.FAILED, word, known);
      case ROLLED_BACK -> failed(DoorPhase.ROLLED_BACK, word, known);
      case DELETED -> deleted(word, known);
    };
  }

  private static Verdict begun(DoorWord word, Known known) {
    EnrollmentToken token = known.token();
    String another =
        "make another one (bowline install token %s)".formatted(known.install().name());
    if (token.usedAt().isPresent()) {
      return new Verdict.Refused(
          Why.TOKEN_USED,
          "the enrollment token bought a runner at %s already; %s"
              .formatted(second(token.usedAt().get()), another),
          false);
    }
    if (token.voidBecause().isPresent()) {
      return new Verdict.Refused(
          Why.TOKEN_OVER,
          "the enrollment token is void: %s; %s".formatted(token.voidBecause().get(), another),
          false);
    }
    if (!known.out()) {
      return new Verdict.Refused(
          Why.TOKEN_OVER,
          "the enrollment token ended at %s; %s".formatted(second(token.expiresAt()), another),
          false);
    }
    return atWork(word, known)
        .<Verdict>map(other ->
            new Verdict.Refused(
                Why.TWICE,
                "%s %s is at work with this enrollment token since %s; wait for it, or delete it and %s"
                    .formatted(other.door(), other.attempt(), second(other.at()), another),
                false))
        .orElseGet(() ->
            kept(
                DoorPhase.BEGUN,
                Optional.of(InstallEvent.BASE_LAYER_BEGUN),
                "%s makes the base layer (%s); the token that it has is good until %s"
                    .formatted(word.door(), word.attempt(), second(token.expiresAt()))));
  }

  /// Another run that has the same token and has not ended.
  private static Optional<DoorReport> atWork(DoorWord word, Known known) {
    return known.before().stream()
        .filter(one -> one.token().equals(known.token().id()))
        .filter(one -> !one.attempt().equals(word.attempt()))
        .filter(one ->
            known
                .last(one.attempt())
                .filter(last -> last != DoorPhase.FAILED && !last.gone())
                .isPresent())
        .findFirst();
  }

  /// What is taken away before it was ever done was rolled back by the door itself.
  private static Verdict deleted(DoorWord word, Known known) {
    boolean done =
        known
            .last(word.attempt())
            .filter(last -> last != DoorPhase.BEGUN && last != DoorPhase.FAILED)
            .isPresent();
    if (!done) {
      return failed(DoorPhase.ROLLED_BACK, word, known);
    }
    return known.out()
        ? over(
            DoorPhase.DELETED, "%s was deleted again before a runner came".formatted(word.door()))
        : kept(DoorPhase.DELETED, Optional.empty(), "");
  }

  private static Verdict failed(DoorPhase phase, DoorWord word, Known known) {
    boolean begun = known.last(word.attempt()).isPresent();
    if (!begun && (phase.gone() || atWork(word, known).isPresent())) {
      // it was not let begin, and another may be at work with the token
      return kept(phase, Optional.empty(), "");
    }
    if (!known.out()) {
      // its token is void since it failed; that what it made is gone is worth knowing
      boolean told = known.last(word.attempt()).filter(DoorPhase.FAILED::equals).isPresent();
      return phase.gone() && told && known.install().status() == InstallStatus.DRAFT
          ? kept(
              phase,
              Optional.of(InstallEvent.BASE_LAYER_FAILED),
              "%s took back what it had made; make another token, and begin anew"
                  .formatted(word.door()))
          : kept(phase, Optional.empty(), "");
    }
    String why = DoorForm.line(word.reason());
    return over(
        phase,
        "%s %s%s"
            .formatted(
                word.door(),
                phase == DoorPhase.FAILED
                    ? "stopped half-way"
                    : "stopped half-way and took back what it had made",
                why.isEmpty() ? "" : ": " + why));
  }

  private static Verdict over(DoorPhase phase, String what) {
    return new Verdict.Kept(
        phase,
        Optional.of(InstallEvent.BASE_LAYER_FAILED),
        "%s. That token is void; %smake another one, and begin anew"
            .formatted(what, phase == DoorPhase.FAILED ? "delete what is there, " : ""),
        Optional.of(what));
  }

  private static Verdict kept(DoorPhase phase, Optional<InstallEvent> event, String reason) {
    return new Verdict.Kept(phase, event, reason, Optional.empty());
  }

  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
