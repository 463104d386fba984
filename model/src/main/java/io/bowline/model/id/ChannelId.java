package io.bowline.model.id;

import java.util.UUID;

/// Names a channel.
public record ChannelId(UUID value) {
  /// Reads the canonical text form.
  ///
  /// @throws IllegalArgumentException when the text is not a UUID
  public static ChannelId parse(String text) {
    return new ChannelId(UuidText.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
