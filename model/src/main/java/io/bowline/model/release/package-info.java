/// The release as data: components, their order, inputs, health checks and mirrored images.
@NullMarked
package io.bowline.model.release;

import org.jspecify.annotations.NullMarked;
