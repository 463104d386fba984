/// Commands about hosted runners.
@NullMarked
package io.bowline.cli.hosted;

import org.jspecify.annotations.NullMarked;
