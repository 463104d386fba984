/// What each version of the templates asks for, and what another version asks for besides.
@NullMarked
package io.bowline.installer.rights;

import org.jspecify.annotations.NullMarked;
