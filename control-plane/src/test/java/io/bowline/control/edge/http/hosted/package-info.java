/// Tests of hosted runners over HTTP.
@NullMarked
package io.bowline.control.edge.http.hosted;

import org.jspecify.annotations.NullMarked;
