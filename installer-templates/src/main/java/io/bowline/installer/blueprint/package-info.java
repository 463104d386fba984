/// The base layer as a configuration of Terraform that a cloud's own service applies: our module,
/// what calls it, and what puts the runner into the cluster afterwards.
@NullMarked
package io.bowline.installer.blueprint;

import org.jspecify.annotations.NullMarked;
