package io.bowline.control.platform.event;

import io.bowline.control.platform.Tx;

/// Says that something happened.
public interface Events {
  /// Commits the event with the change it tells of. Handlers of its topic get it at least once, on
  /// one replica; subscribers of hints hear of it on every replica, at best at once.
  void publish(Tx tx, Event event);

  /// Only the hint, without an event to handle: for what is looked up in the database anyway.
  void hint(Tx tx, Event event);
}
