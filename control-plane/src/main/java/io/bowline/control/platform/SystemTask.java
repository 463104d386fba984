package io.bowline.control.platform;

import java.util.regex.Pattern;

/// Work that belongs to no organization, by name. Row-level security admits it only to tables whose
/// migration names the task (`call bowline_sweep('table', 'task')`), and there only to what it
/// says.
public record SystemTask(String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,40}");

  public SystemTask {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a system task is named in lower-case words: " + name);
    }
  }
}
