/// The release document: its JSON form, its checks, and problems that name their field.
@NullMarked
package io.bowline.release.document;

import org.jspecify.annotations.NullMarked;
