/// The API of what runners find not to be as it should.
@NullMarked
package io.bowline.control.edge.http.finding;

import org.jspecify.annotations.NullMarked;
