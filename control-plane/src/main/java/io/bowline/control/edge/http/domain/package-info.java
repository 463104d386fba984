/// Base domains over HTTP, with the names, codes and addresses of their documentation.
@NullMarked
package io.bowline.control.edge.http.domain;

import org.jspecify.annotations.NullMarked;
