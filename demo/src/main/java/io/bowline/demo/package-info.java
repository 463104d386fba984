/// The demo: one release's whole way, step by step, with the processes that run in production.
@NullMarked
package io.bowline.demo;

import org.jspecify.annotations.NullMarked;
