/// The operator CLI: its entry and the tree of its commands.
@NullMarked
package io.bowline.cli;

import org.jspecify.annotations.NullMarked;
