/// Verbs for the end of an organization.
@NullMarked
package io.bowline.cli.departure;

import org.jspecify.annotations.NullMarked;
