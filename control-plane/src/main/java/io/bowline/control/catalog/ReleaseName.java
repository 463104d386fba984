package io.bowline.control.catalog;

import io.bowline.model.artifact.Digest;

/// A release as machines and as people call it.
public record ReleaseName(Digest digest, String version) {}
