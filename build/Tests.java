import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The closing lines of `./bowline test`: which tests failed, which were skipped and why, and how
/// many there were, summed from every module's surefire reports. Exits 1 when one failed or none ran.
final class Tests {
  private int run;
  private int skipped;
  private final List<String> failed = new ArrayList<>();
  private final Map<String, Integer> skips = new TreeMap<>();

  public static void main(String[] args) throws IOException, XMLStreamException {
    var tests = new Tests();
    for (Path report : reports(Path.of(args[0]))) {
      tests.read(report);
    }
    tests.failed.forEach(name -> System.out.println("FAILED   " + name));
    tests.skips.forEach((why, count) -> System.out.println("skipped  " + count + " x " + why));
    int passed = tests.run - tests.skipped - tests.failed.size();
    System.out.printf(
        "%d passed, %d failed, %d skipped%n", passed, tests.failed.size(), tests.skipped);
    if (!tests.failed.isEmpty() || tests.run == 0) {
      System.exit(1);
    }
  }

  private void read(Path report) throws IOException, XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = Files.newInputStream(report)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      String test = "";
      boolean bad = false;
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "testcase" -> {
              test = xml.getAttributeValue(null, "classname") + "." + xml.getAttributeValue(null, "name");
              bad = false;
              run++;
            }
            case "failure", "error" -> {
              if (!bad) {
                failed.add(test);
              }
              bad = true;
            }
            case "skipped" -> {
              skipped++;
              String message = xml.getAttributeValue(null, "message");
              // an aborted test tells its reason in the text, with a stack trace below
              String why = message == null ? xml.getElementText().strip() : message.strip();
              why = why.lines().findFirst().orElse(test).replaceFirst("^[\\w.]+: (?:Assumption failed: )?", "");
              skips.merge(why, 1, Integer::sum);
            }
            default -> {}
          }
        }
      }
    }
  }

  private static List<Path> reports(Path root) throws IOException {
    var reports = new ArrayList<Path>();
    try (var modules = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path module : modules) {
        Path folder = module.resolve("target/surefire-reports");
        if (Files.isDirectory(folder)) {
          try (var files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
            files.forEach(reports::add);
          }
        }
      }
    }
    return reports;
  }
}
