/// Rows of single sign-on: settings, identities, sign-ins under way, and teams.
@NullMarked
package io.bowline.control.sso.store;

import org.jspecify.annotations.NullMarked;
