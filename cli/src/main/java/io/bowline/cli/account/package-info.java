/// How people come in: sign-in, sessions, passwords and second factors.
@NullMarked
package io.bowline.cli.account;

import org.jspecify.annotations.NullMarked;
