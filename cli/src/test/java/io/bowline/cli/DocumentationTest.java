package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.bowline.cli.platform.World;
import io.bowline.cli.session.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/// What the pages for people tell them to type exists, and what they link to is there.
class DocumentationTest {
  private static final Path ROOT = Path.of(System.getProperty("bowline.root"));
  private static final Pattern TYPED =
      Pattern.compile("\\./bowline((?: +(?!\\./)[^\\s`|)]*[^\\s`|),;:])*)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
  private static final Pattern LAUNCHED = Pattern.compile("(?m)^  ([a-z]+(?: \\| [a-z]+)*)\\)");

  private static Stream<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, docs).filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
    }
    pages.add(ROOT.resolve("e2e/cluster/README.md"));
    // written by a run, not by people
    pages.remove(ROOT.resolve("docs/rows.md"));
    return pages.stream();
  }

  @TestFactory
  Stream<DynamicTest> everyCommandThatIsShownExists() throws IOException {
    return pages()
        .map(page ->
            dynamicTest(
                ROOT.relativize(page).toString(), () -> assertThat(unknown(page)).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> everyLinkToAFileLeadsSomewhere() throws IOException {
    return pages()
        .map(page ->
            dynamicTest(
                ROOT.relativize(page).toString(), () -> assertThat(missing(page)).isEmpty()));
  }

  @Test
  void aCommandThatIsNotThereWouldBeSeen() throws IOException {
    assertThat(wrong("./bowline dmeo --exit")).hasSize(1);
    assertThat(wrong("./bowline demo --exitt")).hasSize(1);
    assertThat(wrong("./bowline install shwo NAME")).hasSize(1);
    assertThat(wrong("./bowline install show --fast")).hasSize(1);
    assertThat(wrong("./bowline install show NAME -o json, then ./bowline demo --exit")).isEmpty();
  }

  private static List<String> unknown(Path page) throws IOException {
    return wrong(Files.readString(page));
  }

  private static List<String> wrong(String text) throws IOException {
    var wrong = new ArrayList<String>();
    for (MatchResult shown : TYPED.matcher(text).results().toList()) {
      List<String> words = List.of(shown.group(1).strip().split("\\s+"));
      if (!words.getFirst().isEmpty() && !exists(words)) {
        wrong.add(shown.group());
      }
    }
    return wrong;
  }

  private static boolean exists(List<String> words) throws IOException {
    String first = plain(words.getFirst());
    if (launched().contains(first) && !(first.equals("runner") && isVerb(words))) {
      String known = launcherOptions();
      return options(words).allMatch(known::contains);
    }
    CommandLine command = commands();
    for (String word : words) {
      if (command.getSubcommands().isEmpty() || !isWord(word)) {
        break;
      }
      if (!command.getSubcommands().containsKey(plain(word))) {
        return false;
      }
      command = command.getSubcommands().get(plain(word));
    }
    Set<String> known = command.getCommandSpec().optionsMap().keySet();
    return options(words).allMatch(known::contains);
  }

  private static boolean isVerb(List<String> words) {
    return words.size() > 1 && isWord(words.get(1));
  }

  /// A word of the command, not a place for something.
  private static boolean isWord(String word) {
    return plain(word).matches("[a-z][a-z-]*");
  }

  private static String plain(String word) {
    return word.replaceAll("[.,;:]+$", "");
  }

  private static Stream<String> options(List<String> words) {
    return words.stream()
        .map(word -> plain(word.replaceAll("[\\[\\]]", "")))
        .filter(word -> word.matches("--[a-z][a-z.-]*(=.*)?"))
        .map(word -> word.replaceAll("=.*", ""));
  }

  private static Set<String> launched() throws IOException {
    var verbs = new TreeSet<String>();
    LAUNCHED
        .matcher(Files.readString(ROOT.resolve("bowline")))
        .results()
        .forEach(match -> verbs.addAll(List.of(match.group(1).split(" \\| "))));
    return verbs;
  }

  /// Where the options of the launcher's own verbs are written down.
  private static String launcherOptions() throws IOException {
    return Files.readString(ROOT.resolve("bowline"))
        + Files.readString(ROOT.resolve("demo/src/main/java/io/bowline/demo/Options.java"))
        + Files.readString(ROOT.resolve("runner/src/main/java/io/bowline/runner/app/Runner.java"))
        + Files.readString(ROOT.resolve("docs/configuration.md"));
  }

  private static List<String> missing(Path page) throws IOException {
    return LINK.matcher(Files.readString(page))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://") && !link.startsWith("mailto:"))
        .filter(link -> !Files.exists(page.resolveSibling(link)))
        .toList();
  }

  private static CommandLine commands() {
    var nowhere = new PrintWriter(new StringWriter());
    return Bowline.commands(
        new Shell(
            nowhere, nowhere, InputStream.nullInputStream(), Map.of(), Path.of("."), World.real()));
  }
}
