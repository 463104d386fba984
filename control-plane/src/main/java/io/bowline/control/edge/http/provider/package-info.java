/// Fleet providers over HTTP: the names, codes and addresses of their documentation, which are
/// older than the rest of the API.
@NullMarked
package io.bowline.control.edge.http.provider;

import org.jspecify.annotations.NullMarked;
