/// Terraform or OpenTofu: saved plans applied exactly, state and lock in the customer's cluster.
@NullMarked
package io.bowline.runner.step.terraform;

import org.jspecify.annotations.NullMarked;
