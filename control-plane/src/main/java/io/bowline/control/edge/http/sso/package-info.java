/// Single sign-on over REST: an organization's setting, its teams, and the way through a provider.
@NullMarked
package io.bowline.control.edge.http.sso;

import org.jspecify.annotations.NullMarked;
