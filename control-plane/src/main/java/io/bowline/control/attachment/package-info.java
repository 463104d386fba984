/// What is attached to releases and to the images that they mirror: bills of materials, provenance,
/// signatures.
@NullMarked
package io.bowline.control.attachment;

import org.jspecify.annotations.NullMarked;
