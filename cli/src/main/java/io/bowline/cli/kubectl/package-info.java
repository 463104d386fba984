/// What kubectl prints, as far as commands read it.
@NullMarked
package io.bowline.cli.kubectl;

import org.jspecify.annotations.NullMarked;
