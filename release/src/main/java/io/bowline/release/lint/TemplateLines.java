package io.bowline.release.lint;

import java.util.List;

/// Where in a template each rendered line comes from.
///
/// Both texts are laid beside each other so that most lines meet: the same line counts more than
/// one with the same key. What meets nothing (the second round of a loop, what an included template
/// wrote) is taken for the line with its key that was met last, else for the line before it.
final class TemplateLines {
  /// Beyond this many pairs of lines only those at the same place are compared.
  private static final long MOST_PAIRS = 4_000_000;

  private static final int SAME = 4;
  private static final int ALIKE = 1;

  private final List<String> template;
  private final List<String> rendered;
  private final int[] places;

  /// @param rendered lines of one object that the template gave
  TemplateLines(List<String> template, List<String> rendered) {
    this.template = template.stream().map(String::strip).toList();
    this.rendered = rendered.stream().map(String::strip).toList();
    this.places = new int[rendered.size()];
    if (!this.template.isEmpty()) {
      if ((long) template.size() * rendered.size() <= MOST_PAIRS) {
        align();
      } else {
        beside();
      }
      fill();
    }
  }

  /// The template's line, from 1; 0 when there is no template to look at.
  ///
  /// @param index of the rendered line, from 0
  int lineOf(int index) {
    return template.isEmpty() ? 0 : Math.max(1, places[Math.clamp(index, 0, places.length - 1)]);
  }

  private void beside() {
    for (int i = 0; i < Math.min(places.length, template.size()); i++) {
      if (rendered.get(i).equals(template.get(i))) {
        places[i] = i + 1;
      }
    }
  }

  private void align() {
    int[][] best = new int[rendered.size() + 1][template.size() + 1];
    for (int i = rendered.size() - 1; i >= 0; i--) {
      for (int j = template.size() - 1; j >= 0; j--) {
        int worth = worth(rendered.get(i), template.get(j));
        int met = worth > 0 ? worth + best[i + 1][j + 1] : 0;
        best[i][j] = Math.max(met, Math.max(best[i + 1][j], best[i][j + 1]));
      }
    }
    int i = 0;
    int j = 0;
    while (i < rendered.size() && j < template.size()) {
      int worth = worth(rendered.get(i), template.get(j));
      if (worth > 0 && best[i][j] == worth + best[i + 1][j + 1]) {
        places[i++] = ++j;
      } else if (best[i][j] == best[i][j + 1]) {
        j++;
      } else {
        i++;
      }
    }
  }

  private void fill() {
    for (int i = 0; i < places.length; i++) {
      if (places[i] == 0) {
        places[i] = i == 0 ? 1 : places[i - 1];
        for (int k = i - 1; k >= 0; k--) {
          if (worth(rendered.get(i), rendered.get(k)) > 0) {
            places[i] = places[k];
            break;
          }
        }
      }
    }
  }

  private static int worth(String one, String other) {
    if (one.isEmpty()) {
      return 0;
    }
    if (one.equals(other)) {
      return SAME;
    }
    String key = key(one);
    return !key.isEmpty() && key.equals(key(other)) ? ALIKE : 0;
  }

  private static String key(String line) {
    int from = line.startsWith("- ") ? 2 : 0;
    int colon = line.indexOf(':');
    return colon <= from || line.startsWith("{{") || line.startsWith("#")
        ? ""
        : line.substring(from, colon);
  }
}
