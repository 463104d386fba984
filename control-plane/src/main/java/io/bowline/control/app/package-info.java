/// Where the process begins: verbs, listeners and whether they are ready.
@NullMarked
package io.bowline.control.app;

import org.jspecify.annotations.NullMarked;
