/// What a command works with: files, environment, terminal, the remembered server.
@NullMarked
package io.bowline.cli.session;

import org.jspecify.annotations.NullMarked;
