/// How fast images travel: the runner's engine beside skopeo, regsync and oras, between real
/// registries that are near, far away, or in trouble.
@NullMarked
package io.bowline.bench.images;

import org.jspecify.annotations.NullMarked;
