package io.bowline.runner.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Decides what a child sees of its surroundings: a short allow-list of the runner's own variables
/// and what the command gives, less what would load foreign code into the child.
final class ChildEnvironment {
  private static final Set<String> INHERITED =
      Set.of(
          "PATH",
          "LANG",
          "LC_ALL",
          "TZ",
          "TMPDIR",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern LOADS_CODE =
      Pattern.compile(
          "LD_.*|DYLD_.*|BASH_.*|ENV|IFS|PS4|SHELLOPTS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS"
              + "|_JAVA_OPTIONS|PERL5.*|PYTHON.*|GIT_.*|TF_CLI_ARGS.*|TF_REATTACH_PROVIDERS");

  private ChildEnvironment() {}

  static Map<String, String> of(Map<String, String> own, Map<String, String> given, Path home) {
    var all = new TreeMap<String, String>();
    own.forEach((name, value) -> {
      if (INHERITED.contains(name)) {
        all.put(name, value);
      }
    });
    all.put("HOME", home.toString());
    given.forEach((name, value) -> {
      require(NAME.matcher(name).matches(), "is not a variable name", name);
      require(!LOADS_CODE.matcher(name).matches(), "would load code into a child", name);
      require(value.indexOf('\0') < 0, "holds a NUL character", name);
      all.put(name, value);
    });
    return all;
  }

  private static void require(boolean holds, String otherwise, String name) {
    if (!holds) {
      throw new IllegalArgumentException("environment variable " + name + " " + otherwise);
    }
  }
}
