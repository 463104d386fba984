package io.bowline.control.edge.http.door;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.arrival.door.DoorReport;
import io.bowline.control.arrival.door.DoorReports;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.KnownInstall;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Transactions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What doors told about an install.
@Path("/api/v1/organizations/{org}/installs/{install}/door-reports")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ToldResource {
  private final Transactions transactions;
  private final DoorReports reports;
  private final KnownInstall known;
  private final Caller caller;

  ToldResource(Transactions transactions, DoorReports reports, KnownInstall known, Caller caller) {
    this.transactions = transactions;
    this.reports = reports;
    this.known = known;
    this.caller = caller;
  }

  /// A report as it is kept.
  ///
  /// @param attempt what tells that run of the door from every other
  /// @param vouchedFor as whom the cloud knows whoever told; left out when nobody vouched
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DoorReportView(
      String id,
      String door,
      String phase,
      String attempt,
      List<MadeView> made,
      String reason,
      @Nullable String vouchedFor,
      Instant at) {
    static DoorReportView of(DoorReport report) {
      return new DoorReportView(
          report.id().toString(),
          report.door(),
          report.phase().word(),
          report.attempt(),
          report.made().stream()
              .map(thing -> new MadeView(thing.kind(), thing.id(), thing.name()))
              .toList(),
          report.reason(),
          report.vouchedFor().orElse(null),
          report.at());
    }
  }

  /// Something that is there because of a door.
  public record MadeView(String kind, String id, String name) {}

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "What doors told of what they made for the install, oldest first")
  public List<DoorReportView> list(@PathParam("install") String install) {
    InstallRecord of = known.named(install);
    return transactions
        .inOrg(caller.org(), tx -> reports.reports(tx, caller.org(), of.id()))
        .stream()
        .map(DoorReportView::of)
        .toList();
  }
}
