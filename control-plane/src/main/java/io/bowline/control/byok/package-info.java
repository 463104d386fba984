/// Bring your own Kubernetes: kubeconfigs that are lent for one use, and what is done with them.
@NullMarked
package io.bowline.control.byok;

import org.jspecify.annotations.NullMarked;
