package io.bowline.release.lint;

import io.bowline.model.release.Component;
import io.bowline.model.release.Release;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.release.bundle.ModuleSources;
import io.bowline.release.bundle.ProviderFile;
import io.bowline.release.template.Reference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares a Terraform module's declarations with what the release gives and takes.
///
/// Reads declarations by their first line, as `terraform fmt` writes them; modules in JSON are left
/// to Terraform itself.
final class ModuleLint {
  private static final Pattern VARIABLE = Pattern.compile("(?m)^variable\\s+\"([^\"]+)\"\\s*\\{");
  private static final Pattern OUTPUT = Pattern.compile("(?m)^output\\s+\"([^\"]+)\"\\s*\\{");
  private static final Pattern BACKEND = Pattern.compile("(?m)^\\s*(backend\\s+\"|cloud\\s*\\{)");
  private static final Pattern PROVIDER =
      Pattern.compile("(?m)^\\s*source\\s*=\\s*\"([a-z0-9.-]+(?:/[a-z0-9._-]+){1,2})\"");
  private static final Pattern DEFAULT = Pattern.compile("(?m)^\\s*default\\s*=");

  private final Release release;
  private final Component.Terraform component;
  private final FileTree module;
  private final String folder;
  private final Findings findings;

  ModuleLint(
      Release release,
      Component.Terraform component,
      FileTree module,
      String folder,
      Findings findings) {
    this.release = release;
    this.component = component;
    this.module = module;
    this.folder = folder;
    this.findings = findings;
  }

  void check(List<ProviderFile> carried) {
    if (module.files().keySet().stream().anyMatch(path -> path.endsWith(".tf.json"))) {
      return;
    }
    Map<String, Boolean> needed = new HashMap<>();
    Set<String> outputs = new HashSet<>();
    for (Map.Entry<String, TreeFile> entry : module.files().entrySet()) {
      if (entry.getKey().matches("[^/]+\\.tf")) {
        String text = entry.getValue().text();
        read(text, needed, outputs);
        backend(entry.getKey(), text);
        providers(entry.getKey(), ModuleSources.without(text), carried);
      }
      if (entry.getKey().endsWith(".tf")) {
        modules(entry.getKey(), entry.getValue().text());
      }
    }
    variables(needed);
    for (String output : asked()) {
      if (!outputs.contains(output)) {
        error(0, "declares no output '" + output + "', which the release asks for");
      }
    }
  }

  private static void read(String text, Map<String, Boolean> needed, Set<String> outputs) {
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      String rest = text.substring(variable.end());
      int next = rest.indexOf("\n}");
      String block = next < 0 ? rest.lines().findFirst().orElse("") : rest.substring(0, next);
      needed.put(variable.group(1), !DEFAULT.matcher(block).find());
    }
    Matcher output = OUTPUT.matcher(text);
    while (output.find()) {
      outputs.add(output.group(1));
    }
  }

  private void backend(String file, String text) {
    Matcher backend = BACKEND.matcher(text);
    if (backend.find()) {
      int line = (int) text.substring(0, backend.end()).lines().count();
      findings.fault(
          folder + "/" + file,
          line,
          "",
          "says where its state lives; the runner keeps state in the customer's cluster");
    }
  }

  private void variables(Map<String, Boolean> needed) {
    Set<String> given = new TreeSet<>(component.variables().keySet());
    for (String name : given) {
      if (!needed.containsKey(name)) {
        error(0, "declares no variable '" + name + "', which the release gives");
      }
    }
    for (String name : new TreeSet<>(needed.keySet())) {
      if (Boolean.TRUE.equals(needed.get(name)) && !given.contains(name)) {
        error(0, "needs the variable '" + name + "', which the release does not give");
      }
    }
  }

  private Set<String> asked() {
    Set<String> names = new TreeSet<>();
    for (Reference reference : Mentioned.in(release)) {
      if (reference instanceof Reference.Output output
          && output.component().equals(component.name())) {
        names.add(output.name());
      }
    }
    return names;
  }

  /// What is fetched while a plan is made is no part of the release.
  private void modules(String file, String text) {
    for (ModuleSources.Remote remote : ModuleSources.remote(text)) {
      findings.fault(
          folder + "/" + file,
          remote.line(),
          "",
          "takes the module '%s' from %s; put it into the module's folder and name it by './'"
              .formatted(remote.name(), remote.source()));
    }
  }

  /// A provider that `providers/` does not have cannot be had where an install is.
  private void providers(String file, String text, List<ProviderFile> all) {
    Matcher provider = PROVIDER.matcher(text);
    while (provider.find()) {
      String source = provider.group(1);
      String[] parts = source.split("/", -1);
      String whole = parts.length == 2 ? "registry.terraform.io/" + source : source;
      boolean carried = all.stream().anyMatch(one -> one.address().equals(whole));
      if (!whole.startsWith("terraform.io/builtin/") && !carried) {
        findings.warning(
            Rule.PROVIDER_ELSEWHERE,
            folder + "/" + file,
            (int) text.substring(0, provider.start(1)).lines().count(),
            "provider " + source,
            "is not in the release: each install fetches it from " + whole.split("/", 2)[0]);
      }
    }
  }

  private void error(int line, String message) {
    findings.fault(folder, line, "", message);
  }
}
