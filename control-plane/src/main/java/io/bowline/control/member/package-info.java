/// The people of an organization: their roles, and the invitations by which they come.
@NullMarked
package io.bowline.control.member;

import org.jspecify.annotations.NullMarked;
