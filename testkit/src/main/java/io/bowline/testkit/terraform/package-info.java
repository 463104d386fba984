/// What Terraform made, and what stands in for providers that a machine does not have.
@NullMarked
package io.bowline.testkit.terraform;

import org.jspecify.annotations.NullMarked;
