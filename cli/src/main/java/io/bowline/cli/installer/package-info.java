/// The verbs that hand out what a customer installs from.
@NullMarked
package io.bowline.cli.installer;

import org.jspecify.annotations.NullMarked;
