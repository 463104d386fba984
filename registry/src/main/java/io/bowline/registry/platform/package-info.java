/// The one source of randomness: names of uploads and of half-written files.
@NullMarked
package io.bowline.registry.platform;

import org.jspecify.annotations.NullMarked;
