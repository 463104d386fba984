/// The configuration's own rules: every key is explained, an unknown one stops the start.
@NullMarked
package io.bowline.control.platform.config;

import org.jspecify.annotations.NullMarked;
