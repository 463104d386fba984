package io.bowline.control.edge.http.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.domain.DomainCheck;
import io.bowline.control.edge.http.documented.Timestamp;
import io.bowline.model.probe.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found of a base domain as it is now.
///
/// @param result the worst of the checks; `pending` until it was looked at
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DomainCheckView(
    String result,
    List<FoundView> checks,
    @JsonProperty("checked_by") @Nullable String checkedBy,
    @JsonProperty("started_at") @Nullable String startedAt,
    @JsonProperty("ended_at") @Nullable String endedAt) {
  /// One check.
  ///
  /// @param name `ownership`, `zone`, `names` or `certificate`
  /// @param result `ok`, `failed`, `inconclusive` or `skipped`
  /// @param detail what was found, and what to do
  public record FoundView(String name, String result, String detail) {
    static FoundView of(Check check) {
      return new FoundView(check.name(), check.result().text(), check.detail());
    }
  }

  /// Of a domain that nobody looked at yet.
  public static DomainCheckView pending() {
    return new DomainCheckView("pending", List.of(), null, null, null);
  }

  /// Of one that was looked at.
  public static DomainCheckView of(DomainCheck check) {
    return new DomainCheckView(
        check.result().text(),
        check.checks().stream().map(FoundView::of).toList(),
        check.by(),
        Timestamp.of(check.startedAt()),
        Timestamp.of(check.endedAt()));
  }
}
