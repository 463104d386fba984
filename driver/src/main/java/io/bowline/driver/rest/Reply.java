package io.bowline.driver.rest;

import com.fasterxml.jackson.databind.JsonNode;

/// What came of a question.
public sealed interface Reply {
  /// The cloud said something, which may be a refusal.
  ///
  /// @param status 2xx or 4xx
  record Answer(int status, JsonNode body) implements Reply {
    /// Whether it is no refusal.
    public boolean good() {
      return status / 100 == 2;
    }

    /// It may hold a token.
    @Override
    public String toString() {
      return "Answer[%d]".formatted(status);
    }
  }

  /// It said nothing that can be used.
  record Silence(Why why) implements Reply {}

  /// Why nothing can be used.
  enum Why {
    UNREACHABLE("%s could not be reached. Try again, and tell the operator if it stays so."),
    LATE("%s did not answer in time. Try again."),
    BUSY("%s asks to slow down. Try again in a minute."),
    BROKEN("%s has a fault of its own. Try again later."),
    NOT_UNDERSTOOD(
        "%s answered in a way that tells nothing. Try again, and tell the operator if it stays"
            + " so.");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    /// What people are told of it.
    public String of(String cloud) {
      return words.formatted(cloud);
    }
  }
}
