/// Brings the one program that the story needs and a bare machine has not: OpenTofu, by checksum.
@NullMarked
package io.bowline.demo.tool;

import org.jspecify.annotations.NullMarked;
