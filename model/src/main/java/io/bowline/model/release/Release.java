package io.bowline.model.release;

import java.util.List;

/// An immutable, signed bundle as its document says it; its digest is the digest of the OCI
/// manifest that carries it, so it is not a field.
///
/// @param product whose release it is, e.g. `acme/streaming`
/// @param version as people call it, e.g. `2.1.0`
/// @param sequence grows with every signed release of a product; what a runner compares, so that an
///   old signed release cannot be replayed (invariant 5)
public record Release(
    String product,
    String version,
    long sequence,
    String notes,
    List<InputSpec> inputs,
    List<Component> components,
    List<MirroredImage> images) {
  public Release {
    inputs = List.copyOf(inputs);
    components = List.copyOf(components);
    images = List.copyOf(images);
  }
}
