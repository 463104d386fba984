/// An OCI distribution server as a function from request to response, free of any HTTP framework.
@NullMarked
package io.bowline.registry;

import org.jspecify.annotations.NullMarked;
