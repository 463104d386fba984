/// Verbs about a customer's own Kubernetes cluster.
@NullMarked
package io.bowline.cli.cluster;

import org.jspecify.annotations.NullMarked;
