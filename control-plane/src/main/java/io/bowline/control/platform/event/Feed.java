package io.bowline.control.platform.event;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.util.List;

/// What happened in an organization, numbered in the order of commits, for those who follow along
/// and come back with the last number they saw (server-sent events, `Last-Event-ID`).
public interface Feed {
  /// Adds an entry, just before the commit: numbering makes the organization's writers wait for
  /// each other until then.
  void append(Tx tx, OrgId org, FeedEntry entry);

  /// Entries about a subject after a number, oldest first.
  List<FeedItem> after(Tx tx, OrgId org, Position position, int limit);

  /// Forgets entries older than this, of all organizations; for the system.
  int trim(Tx tx, Duration age);

  /// The number of the newest entry of the organization, 0 when there is none.
  long newest(Tx tx, OrgId org);

  /// Where a follower stands.
  ///
  /// @param subject empty for all subjects of the topic
  /// @param after the last number seen
  record Position(String topic, String subject, long after) {}
}
