/// The SQL of tokens, runners and sessions.
@NullMarked
package io.bowline.control.runner.store;

import org.jspecify.annotations.NullMarked;
