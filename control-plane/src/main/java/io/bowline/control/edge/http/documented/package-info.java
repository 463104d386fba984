/// What fleet providers, fleets and base domains have in common over HTTP: addresses, answers and
/// times as their documentation has them, which is older than the rest of the API.
@NullMarked
package io.bowline.control.edge.http.documented;

import org.jspecify.annotations.NullMarked;
