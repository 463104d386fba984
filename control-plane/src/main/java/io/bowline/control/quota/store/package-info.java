/// SQL of what namespaces hold.
@NullMarked
package io.bowline.control.quota.store;

import org.jspecify.annotations.NullMarked;
