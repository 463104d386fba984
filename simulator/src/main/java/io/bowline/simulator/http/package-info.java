/// Requests and answers of the account's API server, free of any web framework's types.
@NullMarked
package io.bowline.simulator.http;

import org.jspecify.annotations.NullMarked;
