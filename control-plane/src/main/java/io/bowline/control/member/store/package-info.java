/// Rows of members and invitations; of an invitation's text only its hash.
@NullMarked
package io.bowline.control.member.store;

import org.jspecify.annotations.NullMarked;
