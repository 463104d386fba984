/// The rows of lent kubeconfigs.
@NullMarked
package io.bowline.control.byok.store;

import org.jspecify.annotations.NullMarked;
