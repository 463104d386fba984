/// The verbs of an operator, each a request to the API and its answer.
@NullMarked
package io.bowline.cli.command;

import org.jspecify.annotations.NullMarked;
