/// Who may do what in an organization, looked at by somebody who confirms or revokes each of it.
@NullMarked
package io.bowline.control.review;

import org.jspecify.annotations.NullMarked;
