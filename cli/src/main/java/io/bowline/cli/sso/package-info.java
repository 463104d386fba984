/// Single sign-on: an organization's identity provider, its teams, and the way in through a
/// browser.
@NullMarked
package io.bowline.cli.sso;

import org.jspecify.annotations.NullMarked;
