package io.bowline.release.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the `module` blocks of a Terraform file take their modules from; read as `terraform fmt`
/// writes them.
public final class ModuleSources {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^module\\s+\"([^\"]+)\"\\s*\\{(.*?)^\\}");
  private static final Pattern SOURCE = Pattern.compile("(?m)^\\s*source\\s*=\\s*\"([^\"]*)\"");

  private ModuleSources() {}

  /// A module that is not in the release.
  public record Remote(String name, String source, int line) {}

  /// Modules that are to be fetched from elsewhere.
  public static List<Remote> remote(String text) {
    List<Remote> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      Matcher source = SOURCE.matcher(block.group(2));
      if (source.find() && !isLocal(source.group(1))) {
        int line = (int) text.substring(0, block.start(2) + source.start(1)).lines().count();
        found.add(new Remote(block.group(1), source.group(1), line));
      }
    }
    return found;
  }

  /// The text without its `module` blocks, with as many lines.
  public static String without(String text) {
    return BLOCK
        .matcher(text)
        .replaceAll(
            block -> "\n".repeat((int) block.group().chars().filter(c -> c == '\n').count()));
  }

  private static boolean isLocal(String source) {
    return source.startsWith("./") || source.startsWith("../");
  }
}
