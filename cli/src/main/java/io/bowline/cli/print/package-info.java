/// The four forms of output: table, json, yaml, name.
@NullMarked
package io.bowline.cli.print;

import org.jspecify.annotations.NullMarked;
