package io.bowline.control.platform.event;

/// One thing that happened.
///
/// @param topic `job` or `install`
/// @param subject the id of what it happened to
/// @param kind what happened, in a word or two with dashes
/// @param json the details as a JSON object
public record FeedEntry(String topic, String subject, String kind, String json) {
  private static final int LONGEST = 64 * 1024;

  public FeedEntry {
    if (json.length() > LONGEST) {
      throw new IllegalArgumentException("feed entry " + kind + " is too long");
    }
  }
}
