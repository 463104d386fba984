package io.bowline.control.platform.event.store;

import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Hint;
import io.bowline.control.platform.event.Hints;
import io.bowline.model.id.OrgId;

/// A hint as the text of a NOTIFY: topic, organization and key.
final class HintText {
  static final String CHANNEL = "bowline";

  private HintText() {}

  static String of(Event event) {
    return event.topic() + " " + event.org() + " " + event.key();
  }

  /// Text that is no hint is passed over: a hint may get lost anyway.
  static void tell(String text, Hints hints) {
    String[] parts = text.split(" ", 3);
    if (parts.length == 3) {
      hints.changed(parts[0], new Hint.Changed(OrgId.parse(parts[1]), parts[2]));
    }
  }
}
