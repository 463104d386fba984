package io.bowline.registry.storage;

/// A manifest byte for byte, with the media type it was pushed as.
public record StoredManifest(String mediaType, Blob content) {}
