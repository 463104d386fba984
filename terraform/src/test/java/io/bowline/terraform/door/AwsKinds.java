package io.bowline.terraform.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The table `aws.txt`.
final class AwsKinds {
  private AwsKinds() {}

  /// A property that has to be the same.
  record Same(String label, String terraform, String stack) {}

  /// A kind of resource.
  record Kind(String word, String terraform, String stack, List<Same> same) {}

  static List<Kind> all() {
    var kinds = new ArrayList<Kind>();
    for (String line : text().lines().toList()) {
      String[] cells = line.strip().split(" \\| ", -1);
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      if (line.startsWith("  ")) {
        kinds.getLast().same().add(new Same(cells[0], cells[1], cells[2]));
      } else {
        kinds.add(new Kind(cells[0], cells[1], cells[2], new ArrayList<>()));
      }
    }
    return kinds;
  }

  private static String text() {
    try (InputStream in = AwsKinds.class.getResourceAsStream("aws.txt")) {
      if (in == null) {
        throw new IllegalStateException("aws.txt is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
