/// Installs: one data plane in one place, what it should run, what it runs and how it is.
@NullMarked
package io.bowline.control.install;

import org.jspecify.annotations.NullMarked;
