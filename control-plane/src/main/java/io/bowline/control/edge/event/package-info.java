/// Lets the outbox leave through SmallRye Reactive Messaging, on PostgreSQL or Kafka.
@NullMarked
package io.bowline.control.edge.event;

import org.jspecify.annotations.NullMarked;
