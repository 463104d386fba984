/// Backup and restore as verbs of the command line, beside a running process or without one.
@NullMarked
package io.bowline.control.platform.keep;

import org.jspecify.annotations.NullMarked;
