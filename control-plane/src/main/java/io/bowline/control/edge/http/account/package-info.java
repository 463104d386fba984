/// How people come in over REST: sign-in, sessions, passwords and second factors.
@NullMarked
package io.bowline.control.edge.http.account;

import org.jspecify.annotations.NullMarked;
