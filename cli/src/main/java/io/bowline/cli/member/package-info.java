/// The people of an organization: members and their invitations.
@NullMarked
package io.bowline.cli.member;

import org.jspecify.annotations.NullMarked;
