package io.bowline.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The rules that class files cannot tell: what stands in the sources.
final class HouseSources {
  private static final Pattern SENTENCE = Pattern.compile("(?m)^/// \\S.*[\\s\\S]*?^@NullMarked");
  private static final Pattern ROW_TAG =
      Pattern.compile("@Tag\\(\\s*\"([KPC][0-9]+[a-z]?\\..*?)\"");
  private static final Pattern ROW = Pattern.compile("([KPC][0-9]+[a-z]?): \\[([a-z0-9, -]*)]\\s*");
  private static final Pattern SLEEP =
      Pattern.compile("\\b(Thread|SECONDS|MILLISECONDS)\\.sleep\\(");

  private HouseSources() {}

  static List<String> packagesWithoutSentence(Path sources) throws IOException {
    var findings = new ArrayList<String>();
    for (Path folder : foldersWithSources(sources)) {
      Path info = folder.resolve("package-info.java");
      if (!Files.exists(info)) {
        findings.add(folder + " has no package-info.java");
      } else if (!SENTENCE.matcher(Files.readString(info)).find()) {
        findings.add(info + " has no /// sentence above @NullMarked");
      }
    }
    return findings;
  }

  static List<String> tagsWithoutClause(Path tests, Path rows) throws IOException {
    Set<String> clauses = clauses(rows);
    var findings = new ArrayList<String>();
    for (Path source : javaFiles(tests)) {
      Matcher tag = ROW_TAG.matcher(Files.readString(source));
      while (tag.find()) {
        if (!clauses.contains(tag.group(1))) {
          findings.add(source + ": tag " + tag.group(1) + " names no clause of " + rows);
        }
      }
    }
    return findings;
  }

  static List<String> sleeps(Path tests) throws IOException {
    var findings = new ArrayList<String>();
    for (Path source : javaFiles(tests)) {
      // fixtures that break a rule on purpose are named so
      if (!source.toString().contains("/broken/")
          && SLEEP.matcher(Files.readString(source)).find()) {
        findings.add(source + " sleeps; wait for the event");
      }
    }
    return findings;
  }

  /// Every clause of the rows file as tests name it: `C38.upgrade`.
  static Set<String> clauses(Path rows) throws IOException {
    var clauses = new TreeSet<String>();
    for (String line : Files.readAllLines(rows)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        for (String clause : row.group(2).split(",", -1)) {
          clauses.add(row.group(1) + "." + clause.strip());
        }
      }
    }
    return clauses;
  }

  private static Set<Path> foldersWithSources(Path sources) throws IOException {
    var folders = new TreeSet<Path>();
    for (Path file : javaFiles(sources)) {
      Path folder = file.getParent();
      if (folder != null) {
        folders.add(folder);
      }
    }
    return folders;
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
