/// One port for every listener: connections are passed on by the name that TLS asks for.
@NullMarked
package io.bowline.control.edge.sni;

import org.jspecify.annotations.NullMarked;
