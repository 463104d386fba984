/// Tries the Terraform modules: by their own tests, and for real where a provider is at hand.
@NullMarked
package io.bowline.terraform;

import org.jspecify.annotations.NullMarked;
