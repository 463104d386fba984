/// Kubernetes: observing, server-side apply with pruning, diffs, and whether workloads are ready.
@NullMarked
package io.bowline.runner.step.kube;

import org.jspecify.annotations.NullMarked;
