/// Secrets: a type that prints nothing, sealed at rest under a key of their organization.
@NullMarked
package io.bowline.control.secret;

import org.jspecify.annotations.NullMarked;
