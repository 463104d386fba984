package io.bowline.control.install;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How an install is. What moves it from one to the next is in {@link InstallRules}.
public enum InstallStatus {
  /// Created, and nothing is handed out with which a runner could come: there never was a token, or
  /// what there was is over.
  DRAFT,
  /// A token is handed out; whoever has it makes the base layer with it, and nobody was heard yet.
  AWAITING_CUSTOMER,
  /// An installer is at work in the account, and has told so.
  BASE_LAYER,
  /// There is, or has to be, a cluster already; its runner has not been heard yet.
  AWAITING_RUNNER,
  /// Its runner is heard, and looks whether a release can be installed there.
  PREFLIGHT,
  /// Its runner plans or installs the first release.
  INSTALLING,
  /// Its runner is heard.
  ACTIVE,
  /// Its runner is silent, or what it runs is not healthy.
  ERROR,
  /// Its runner removes the components.
  DEPROVISIONING,
  /// The runner has removed what it had made; the customer deletes the base layer.
  AWAITING_CUSTOMER_TEARDOWN,
  /// Nothing of it is left in the account, as the customer has seen or says.
  DEPROVISIONED,
  /// Somebody gave it up: no runner of it comes in, and no token of it counts.
  ABANDONED;

  /// The word in the API.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The word that a version without the finer ones has for it; it stands in the column `status`.
  public String coarse() {
    return switch (this) {
      case DRAFT, AWAITING_CUSTOMER, BASE_LAYER -> AWAITING_RUNNER.word();
      case PREFLIGHT, INSTALLING -> ACTIVE.word();
      case DEPROVISIONED, ABANDONED -> AWAITING_CUSTOMER_TEARDOWN.word();
      case AWAITING_RUNNER, ACTIVE, ERROR, DEPROVISIONING, AWAITING_CUSTOMER_TEARDOWN -> word();
    };
  }

  /// The word that stands beside it in the column `stage`, where `status` does not say it all.
  public Optional<String> stage() {
    return coarse().equals(word()) ? Optional.empty() : Optional.of(word());
  }

  /// Reads both columns. A stage of another status was left behind by a version that knows none,
  /// and one that is not known is of a later version: then the status counts.
  public static InstallStatus of(String coarse, Optional<String> stage) {
    return stage
        .flatMap(word -> Stream.of(values()).filter(one -> one.word().equals(word)).findFirst())
        .filter(finer -> finer.coarse().equals(coarse))
        .orElseGet(() -> valueOf(coarse.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  /// Whether it is over: no runner comes in, until another token begins it anew.
  public boolean over() {
    return this == DEPROVISIONED || this == ABANDONED;
  }

  /// Whether it waits for the first word of a runner.
  public boolean awaitsRunner() {
    return switch (this) {
      case DRAFT, AWAITING_CUSTOMER, BASE_LAYER, AWAITING_RUNNER -> true;
      case PREFLIGHT,
          INSTALLING,
          ACTIVE,
          ERROR,
          DEPROVISIONING,
          AWAITING_CUSTOMER_TEARDOWN,
          DEPROVISIONED,
          ABANDONED ->
          false;
    };
  }

  /// Whether its runner is heard, and nobody removes it.
  public boolean runs() {
    return this == PREFLIGHT || this == INSTALLING || this == ACTIVE;
  }
}
