/// Single sign-on: an organization's own identity provider, who its people are there, and the teams
/// that its groups are.
@NullMarked
package io.bowline.control.sso;

import org.jspecify.annotations.NullMarked;
