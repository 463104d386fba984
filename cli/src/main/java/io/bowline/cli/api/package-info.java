/// Talks to the REST API: one request, one answer, one readable failure.
@NullMarked
package io.bowline.cli.api;

import org.jspecify.annotations.NullMarked;
