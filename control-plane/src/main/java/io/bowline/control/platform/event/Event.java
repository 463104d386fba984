package io.bowline.control.platform.event;

import io.bowline.model.id.OrgId;
import java.util.regex.Pattern;

/// Something that happened and that others act upon.
///
/// @param topic which handlers it is for, as `job.over`
/// @param key what it is about, mostly an id
/// @param payload whatever the topic's handlers agreed on; may be empty
public record Event(String topic, OrgId org, String key, String payload) {
  private static final Pattern TOPIC = Pattern.compile("[a-z][a-z0-9.-]{0,60}");
  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_PAYLOAD = 64 * 1024;

  public Event {
    if (!TOPIC.matcher(topic).matches()) {
      throw new IllegalArgumentException("not an event topic: " + topic);
    }
    if (key.length() > LONGEST_KEY || payload.length() > LONGEST_PAYLOAD) {
      throw new IllegalArgumentException("event of topic " + topic + " is too long");
    }
  }

  /// An event that says only what it is about.
  public Event(String topic, OrgId org, String key) {
    this(topic, org, key, "");
  }
}
