/// What a shell offers when somebody presses the tabulator.
@NullMarked
package io.bowline.cli.completion;

import org.jspecify.annotations.NullMarked;
