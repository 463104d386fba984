package io.bowline.control.edge.event;

import io.bowline.control.platform.LogFields;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.EventHandler;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Hands each event to the handlers of its topic. One that throws sends the event back, to all of
/// them again.
@ApplicationScoped
public class EventPump {
  private final List<EventHandler> handlers;

  public EventPump(@All List<EventHandler> handlers) {
    this.handlers = handlers;
  }

  @Incoming("events")
  @RunOnVirtualThread
  void deliver(String envelope) {
    Event event = Envelope.decode(envelope);
    LogFields.org(event.org());
    for (EventHandler handler : handlers) {
      if (handler.topic().equals(event.topic())) {
        handler.handle(event);
      }
    }
  }
}
