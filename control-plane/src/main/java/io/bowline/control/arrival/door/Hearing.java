package io.bowline.control.arrival.door;

import io.bowline.control.install.InstallStatus;

/// What came of a door's word.
public sealed interface Hearing {
  /// It is kept.
  ///
  /// @param status how the install is now
  /// @param news false when the door had told the same before, and nothing came of it
  record Kept(DoorReport report, InstallStatus status, boolean news) implements Hearing {}

  /// There is no such token.
  record Stranger() implements Hearing {}

  /// It is not taken. The door stops, and whoever runs it reads why.
  ///
  /// @param message what is wrong, and what to do about it
  record Refused(Why why, String message) implements Hearing {}

  /// A part of it has not the form that it must have.
  record Malformed(String field, String message) implements Hearing {}

  /// Too much was told about this install already.
  record TooMuch(String message) implements Hearing {}

  /// Why a word is not taken.
  enum Why {
    /// The token bought a runner already.
    TOKEN_USED,
    /// The token ended, or is void.
    TOKEN_OVER,
    /// The door is in another account or region; the token is void from now on.
    ELSEWHERE,
    /// What the door was given is not what the install says, or is not what may be given.
    ALTERED,
    /// Another run of a door is at work with the same token.
    TWICE,
    /// What it brought of its cloud is not the cloud's word.
    UNPROVEN,
    /// The cloud cannot be asked now.
    BUSY;

    /// The word in the API.
    public String word() {
      return switch (this) {
        case TOKEN_USED -> "token-used";
        case TOKEN_OVER -> "token-over";
        case ELSEWHERE -> "elsewhere";
        case ALTERED -> "altered";
        case TWICE -> "twice";
        case UNPROVEN -> "account-unproven";
        case BUSY -> "busy";
      };
    }
  }
}
