package io.bowline.control.edge.http.leaving;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.cloud.leaving.RemovalCommand;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.leaving.Look;
import io.bowline.control.leaving.Tracked;
import io.bowline.installer.Teardown;
import io.bowline.model.belonging.Belonging;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the API shows of an install that leaves.
final class LeavingViews {
  private LeavingViews() {}

  /// Something that the install has, or had, in the account.
  ///
  /// @param state there, gone; or orphan: it is there, and nobody here will take it away any more
  /// @param madeBy door, or a component's name
  /// @param why of what is there though it was to go
  /// @param size as whoever has seen it spells it, where it is known
  /// @param command that takes it away; left out where no single one does, and of what is gone
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BelongingView(
      String kind,
      String name,
      String state,
      String madeBy,
      boolean holdsData,
      Instant since,
      String seenBy,
      @Nullable Instant gone,
      @Nullable String why,
      @Nullable String size,
      @Nullable String command) {
    static BelongingView of(InstallRecord install, Tracked one) {
      Belonging what = one.what();
      return new BelongingView(
          what.kind(),
          what.name(),
          stateOf(install, one),
          what.maker(),
          what.holdsData(),
          one.since(),
          one.seenBy().word(),
          one.gone().orElse(null),
          what.why().isEmpty() ? null : what.why(),
          what.size().isEmpty() ? null : what.size(),
          one.gone().isPresent() ? null : RemovalCommand.of(what, install.region()).orElse(null));
    }
  }

  private static String stateOf(InstallRecord install, Tracked one) {
    if (one.gone().isPresent()) {
      return "gone";
    }
    boolean ended =
        install.status().over() || install.status() == InstallStatus.AWAITING_CUSTOMER_TEARDOWN;
    return ended && !one.what().maker().equals(Belonging.DOOR) ? "orphan" : "there";
  }

  /// A way in which what a door has made is taken away.
  ///
  /// @param commands in this order; what a person puts in is in capitals
  public record TeardownView(String door, List<String> commands, String hint) {
    static TeardownView of(Teardown teardown) {
      return new TeardownView(teardown.door(), teardown.commands(), teardown.hint());
    }
  }

  /// When the customer has looked last, and what they could not look at.
  public record LookView(Instant at, String toldBy, List<String> looked, List<String> unlooked) {
    static LookView of(Look.Kept look) {
      return new LookView(
          look.at(), look.by(), look.looked().stream().sorted().toList(), look.unlooked());
    }
  }

  /// What an install has in the account, and how it is taken away.
  ///
  /// @param look left out when the customer has told of none
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record InventoryView(
      String install,
      String name,
      String status,
      String reason,
      int orphans,
      List<BelongingView> items,
      List<TeardownView> teardown,
      @Nullable LookView look) {
    static InventoryView of(InstallRecord install, List<Tracked> known, Optional<Look.Kept> look) {
      List<BelongingView> items =
          known.stream().map(one -> BelongingView.of(install, one)).toList();
      return new InventoryView(
          install.id().toString(),
          install.name(),
          install.status().word(),
          install.reason(),
          (int) items.stream().filter(item -> item.state().equals("orphan")).count(),
          items,
          Teardown.of(install.cloud(), install.name(), install.region()).stream()
              .map(TeardownView::of)
              .toList(),
          look.map(LookView::of).orElse(null));
    }
  }

  /// What was signed when the install had left.
  ///
  /// @param envelope a DSSE envelope, as it was signed
  /// @param text the page of its payload, for people
  public record CertificateView(int number, Instant issued, String text, String envelope) {}
}
