/// What components have made in the account, and how what of it holds data is kept when they go.
@NullMarked
package io.bowline.runner.holding;

import org.jspecify.annotations.NullMarked;
