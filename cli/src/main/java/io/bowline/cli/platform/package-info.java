/// The clock and the random names of the CLI.
@NullMarked
package io.bowline.cli.platform;

import org.jspecify.annotations.NullMarked;
