/// Who may come in: members, invitations and tokens over REST.
@NullMarked
package io.bowline.control.edge.http.member;

import org.jspecify.annotations.NullMarked;
