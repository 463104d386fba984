/// Content addresses and references of artifacts and images.
@NullMarked
package io.bowline.model.artifact;

import org.jspecify.annotations.NullMarked;
