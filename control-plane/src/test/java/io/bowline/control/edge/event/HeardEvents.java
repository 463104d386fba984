package io.bowline.control.edge.event;

import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.EventHandler;
import jakarta.inject.Singleton;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Handles the events of a topic that only tests publish.
@Singleton
public final class HeardEvents implements EventHandler {
  static final String TOPIC = "test.heard";

  private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public void handle(Event event) {
    heard.add(event);
  }

  Event next() throws InterruptedException {
    Event event = heard.poll(90, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event was handled");
    }
    return event;
  }
}
