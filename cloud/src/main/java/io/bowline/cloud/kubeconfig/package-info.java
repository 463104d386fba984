/// What a person hands over to reach a Kubernetes cluster, read so that nothing in it can act.
@NullMarked
package io.bowline.cloud.kubeconfig;

import org.jspecify.annotations.NullMarked;
