package io.bowline.control.arrival.door;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a door told, as it is kept.
///
/// @param token by which it was known; a report is about what was made for that token's runner
/// @param door its word: `cloudformation`, `arm`, `terraform`, `by-hand`
/// @param attempt what tells this run of the door from every other: a stack's id
/// @param made everything that is there because of it, as far as it told
/// @param reason why it failed; empty when it did not
/// @param vouchedFor as whom the cloud knows whoever told; empty when nobody vouched
public record DoorReport(
    OrgId org,
    InstallId install,
    UUID id,
    TokenId token,
    String door,
    DoorPhase phase,
    String attempt,
    List<MadeThing> made,
    String reason,
    Optional<String> vouchedFor,
    Instant at) {
  public DoorReport {
    made = List.copyOf(made);
  }
}
