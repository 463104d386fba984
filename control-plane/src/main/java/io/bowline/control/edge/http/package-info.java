/// The REST API's foundation: who is calling, problems, pages, repeats, streams.
@NullMarked
package io.bowline.control.edge.http;

import org.jspecify.annotations.NullMarked;
