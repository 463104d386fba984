package io.bowline.demo;

import io.bowline.testkit.stack.Hand;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// How one way into an account ended.
///
/// @param states of the install, each once, in their order
/// @param told what its door told, in its order
/// @param there what the account has, in a form in which installs of two names are alike
record Ends(List<String> states, List<String> told, SortedSet<String> there) {
  static Ends of(DataPlane plane, String id, Hand admin) throws IOException, InterruptedException {
    var there = new TreeSet<String>();
    for (String line : admin.inventory()) {
      if (!line.startsWith("role bowline-installer-")) {
        there.add(line.replace(id, "ID").replace(plane.name(), "NAME"));
      }
    }
    return new Ends(plane.states(), plane.told(), there);
  }

  /// What is here and not there, without whose roles have a boundary.
  SortedSet<String> besides(Ends other) {
    var besides = new TreeSet<String>();
    there.forEach(line -> besides.add(unbounded(line)));
    other.there.forEach(line -> besides.remove(unbounded(line)));
    return besides;
  }

  private static String unbounded(String line) {
    return line.replaceFirst("\"boundary\": \"[^\"]*\", ", "");
  }
}
