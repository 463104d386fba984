package io.bowline.runner.step.image.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.finding.Finding.SeverityCount;
import io.bowline.runner.step.image.scan.Scan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What ECR answers when it is asked for the findings of a scan.
final class EcrScan {
  private static final List<String> WORST_FIRST =
      List.of("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED");
  private static final int MOST = 20;

  private EcrScan() {}

  static Scan read(JsonNode answer) {
    String status = answer.at("/imageScanStatus/status").asText("");
    String said = answer.at("/imageScanStatus/description").asText("");
    String words = "ECR says " + status + (said.isEmpty() ? "" : " (" + shortened(said) + ")");
    JsonNode counts = answer.at("/imageScanFindings/findingSeverityCounts");
    return switch (status) {
      case "COMPLETE", "ACTIVE" ->
          counts.isObject()
              ? new Scan.Counted(counts(counts))
              : new Scan.Inconclusive(words + " and counts nothing");
      case "IN_PROGRESS", "PENDING" -> new Scan.Pending(words);
      default -> new Scan.Inconclusive(words);
    };
  }

  private static String shortened(String said) {
    String plain = said.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
    return plain.length() <= 200 ? plain : plain.substring(0, 200) + "...";
  }

  private static List<SeverityCount> counts(JsonNode node) {
    List<SeverityCount> counts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : node.properties()) {
      if (counts.size() < MOST && one.getKey().matches("[A-Z_]{1,40}")) {
        counts.add(new SeverityCount(one.getKey(), one.getValue().asLong()));
      }
    }
    counts.sort(Comparator.comparingInt(EcrScan::rank).thenComparing(SeverityCount::severity));
    return counts;
  }

  private static int rank(SeverityCount count) {
    int rank = WORST_FIRST.indexOf(count.severity());
    return rank < 0 ? WORST_FIRST.size() : rank;
  }
}
