package io.bowline.control.edge.http.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.edge.http.documented.Timestamp;
import io.bowline.control.provider.ProviderCheck;
import io.bowline.model.id.JobId;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What asking the cloud found of a provider's present configuration.
///
/// @param status `pending` until it was asked, then `valid`, `invalid` or `inconclusive`; fleets
///   are made with a valid one only
/// @param job that asks the cloud now
/// @param detail what it waits for, and what to do
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValidationView(
    String status,
    @Nullable String job,
    @Nullable String detail,
    @Nullable PartView credentials,
    @Nullable PartView permissions,
    @JsonProperty("validated_by") @Nullable String validatedBy,
    @JsonProperty("started_at") @Nullable String startedAt,
    @JsonProperty("ended_at") @Nullable String endedAt) {
  /// One of the two results.
  ///
  /// @param result the worst of its checks
  public record PartView(String result, List<CheckView> checks) {
    static PartView of(List<Check> checks) {
      return new PartView(Result.worst(checks).text(), checks.stream().map(CheckView::of).toList());
    }
  }

  /// One check.
  ///
  /// @param result `ok`, `failed`, `inconclusive` or `skipped`
  /// @param detail what was found, and what to do
  /// @param actions those that are missing, or of which nothing could be told
  public record CheckView(String name, String result, String detail, List<String> actions) {
    static CheckView of(Check check) {
      return new CheckView(check.name(), check.result().text(), check.detail(), check.actions());
    }
  }

  /// Nobody has said anything yet.
  static ValidationView pending(@Nullable JobId job, @Nullable String detail) {
    String id = job == null ? null : job.toString();
    return new ValidationView("pending", id, detail, null, null, null, null, null);
  }

  static ValidationView of(ProviderCheck check) {
    String status =
        switch (check.findings().result()) {
          case OK -> "valid";
          case FAILED -> "invalid";
          case INCONCLUSIVE, SKIPPED -> "inconclusive";
        };
    return new ValidationView(
        status,
        null,
        null,
        PartView.of(check.findings().credentials()),
        PartView.of(check.findings().permissions()),
        check.by(),
        Timestamp.of(check.startedAt()),
        Timestamp.of(check.endedAt()));
  }
}
