/// The verbs that follow an install on its way, or give it up.
@NullMarked
package io.bowline.cli.arrival;

import org.jspecify.annotations.NullMarked;
