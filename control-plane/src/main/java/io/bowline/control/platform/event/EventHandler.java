package io.bowline.control.platform.event;

/// Acts upon the events of one topic; every bean of this type is called, on a virtual thread and
/// outside of any transaction.
///
/// An event comes at least once and in no promised order. A handler that throws gets it again,
/// later and later; one that returns has done its work durably.
public interface EventHandler {
  /// The topic it is for.
  String topic();

  /// Does the work; safe to repeat.
  void handle(Event event);
}
