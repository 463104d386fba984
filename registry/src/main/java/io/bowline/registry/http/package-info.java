/// The registry on the JDK's own HTTP server, with faults on demand.
@NullMarked
package io.bowline.registry.http;

import org.jspecify.annotations.NullMarked;
