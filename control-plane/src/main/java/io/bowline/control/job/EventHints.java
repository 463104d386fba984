package io.bowline.control.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import io.bowline.control.platform.event.Feed;
import io.bowline.control.platform.event.FeedEntry;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;

/// Hints through the events of the platform: a session listens for work, a page reads the feed.
@ApplicationScoped
public class EventHints implements JobHints {
  /// Topic of the hint that an install's queue has something; its key is the install's id.
  public static final String WORK = "job.work";

  /// Topic of the event that a job is over; its key is the job's id.
  public static final String OVER = "job.over";

  /// Topic of the feed.
  public static final String FEED = "job";

  private final Events events;
  private final Feed feed;

  public EventHints(Events events, Feed feed) {
    this.events = events;
    this.feed = feed;
  }

  @Override
  public void work(Tx tx, OrgId org, InstallId install) {
    events.hint(tx, new Event(WORK, org, install.toString()));
  }

  @Override
  public void over(Tx tx, JobRecord job) {
    String json = about(job).put("phase", Jobs.phaseName(job.phase())).toString();
    events.publish(tx, new Event(OVER, job.org(), job.id().toString(), json));
  }

  @Override
  public void changed(Tx tx, JobRecord job, String kind, String word) {
    String json = about(job).put(kind, word).toString();
    feed.append(tx, job.org(), new FeedEntry(FEED, job.id().toString(), kind, json));
  }

  private static ObjectNode about(JobRecord job) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("job", job.id().toString())
        .put("install", job.install().toString())
        .put("kind", job.spec().kind());
  }
}
