/// What the registry must understand of a manifest; its bytes are kept as they came.
@NullMarked
package io.bowline.registry.manifest;

import org.jspecify.annotations.NullMarked;
