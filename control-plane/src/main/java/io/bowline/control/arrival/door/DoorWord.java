package io.bowline.control.arrival.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.model.artifact.Digest;
import io.bowline.proto.codec.CloudWitness;
import java.util.List;
import java.util.Map;

/// What a door tells, as it came: nothing of it is believed yet.
///
/// @param token the enrollment token that the door was given
/// @param door its word
/// @param attempt what tells this run of the door from every other
/// @param where it says that it is
/// @param parameters what it was given, by the names that this door has for them; empty when it
///   does not say
/// @param reason why it failed
/// @param witness what its cloud says about it
public record DoorWord(
    String token,
    String door,
    DoorPhase phase,
    String attempt,
    Where where,
    Map<String, String> parameters,
    List<MadeThing> made,
    String reason,
    CloudWitness witness) {
  /// For which install, and where.
  ///
  /// @param install the id that the door was given; empty when it does not say
  /// @param name the install's name that the door was given; empty when it does not say
  public record Where(String install, String name, String account, String region) {}

  public DoorWord {
    parameters = Map.copyOf(parameters);
    made = List.copyOf(made);
  }

  /// What the cloud's word has to be made for: 64 hexadecimal digits.
  public String bound() {
    String token = Digest.of(this.token.getBytes(UTF_8)).toString();
    return Digest.of(
            "bowline-door-v1\n%s\n%s\n%s\n".formatted(token, attempt, phase.word()).getBytes(UTF_8))
        .hex();
  }

  /// Without the token, and without what an installer was given.
  @Override
  public String toString() {
    return "DoorWord[door=%s, phase=%s, attempt=%s]".formatted(door, phase, attempt);
  }
}
