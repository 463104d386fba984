package io.bowline.control.catalog;

import io.bowline.model.artifact.Digest;
import java.time.Instant;

/// A named pointer to a release of a product.
public record Channel(
    String product, String name, Digest release, Instant movedAt, String movedBy) {}
