/// Copies images between registries, byte for byte: blobs before manifests before tags.
@NullMarked
package io.bowline.runner.step.image;

import org.jspecify.annotations.NullMarked;
