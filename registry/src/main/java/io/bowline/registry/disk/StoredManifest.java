package io.bowline.registry.disk;

/// A manifest byte for byte, with the media type it was pushed as.
public record StoredManifest(String mediaType, StoredBlob content) {}
