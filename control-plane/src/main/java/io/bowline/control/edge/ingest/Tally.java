package io.bowline.control.edge.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts what one port took and refused.
final class Tally {
  private final Counter bytes;
  private final Counter entries;
  private final Counter refused;

  Tally(MeterRegistry registry, String kind) {
    bytes =
        Counter.builder("bowline.ingest.bytes")
            .description("Bytes that came in and were stored")
            .tags("kind", kind)
            .register(registry);
    entries =
        Counter.builder("bowline.ingest.entries")
            .description("Lines or samples that came in and were stored")
            .tags("kind", kind)
            .register(registry);
    refused =
        Counter.builder("bowline.ingest.refused")
            .description("Pushes that were answered with anything but success")
            .tags("kind", kind)
            .register(registry);
  }

  void took(int size, int count) {
    bytes.increment(size);
    entries.increment(count);
  }

  void refused() {
    refused.increment();
  }
}
