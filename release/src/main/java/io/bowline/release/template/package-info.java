/// The two expressions a release may contain, found, checked and replaced as data.
@NullMarked
package io.bowline.release.template;

import org.jspecify.annotations.NullMarked;
