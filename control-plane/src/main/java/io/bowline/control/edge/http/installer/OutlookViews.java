package io.bowline.control.edge.http.installer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.installer.Doors;
import io.bowline.installer.Offer;
import io.bowline.installer.Site;
import io.bowline.installer.Teardown;
import io.bowline.installer.outlook.Bill;
import io.bowline.installer.outlook.Outlook;
import io.bowline.installer.outlook.Standing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Outlooks as the API shows them.
final class OutlookViews {
  private OutlookViews() {}

  /// What an install will be.
  ///
  /// @param look what somebody types before anything is made; it changes nothing
  /// @param bill an estimate; absent where there are no prices
  /// @param standing rights that stay in the account
  /// @param leaving how what a door has made is taken away
  /// @param page all of it, to be read
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OutlookView(
      String cloud,
      String look,
      List<KindView> makes,
      @Nullable BillView bill,
      List<StayingRightView> standing,
      List<WayBackView> leaving,
      PageView page) {
    static OutlookView of(Outlook outlook) {
      return new OutlookView(
          outlook.cloud(),
          outlook.look(),
          outlook.kinds().entrySet().stream()
              .map(kind -> new KindView(kind.getKey(), kind.getValue().size(), kind.getValue()))
              .toList(),
          outlook.bill().map(BillView::of).orElse(null),
          outlook.standing().stream().map(StayingRightView::of).toList(),
          outlook.leaving().stream().map(WayBackView::of).toList(),
          new PageView(
              "bowline-%s-page.md".formatted(outlook.site().name()),
              "text/markdown",
              outlook.page()));
    }
  }

  /// Things of one kind.
  public record KindView(String kind, int count, List<String> names) {}

  /// A month.
  ///
  /// @param region whose prices they are
  /// @param base of the base layer, by hours
  /// @param whole with the usual pools, which the runner makes
  public record BillView(
      LocalDate asOf,
      String currency,
      String region,
      List<String> sources,
      BigDecimal base,
      BigDecimal whole,
      List<ItemView> items,
      List<ItemView> later) {
    static BillView of(Bill bill) {
      return new BillView(
          bill.asOf(),
          bill.currency(),
          bill.region(),
          bill.sources(),
          bill.base(),
          bill.whole(),
          bill.items().stream().map(ItemView::of).toList(),
          bill.later().stream().map(ItemView::of).toList());
    }
  }

  /// A line of it.
  ///
  /// @param month absent where it goes by use
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ItemView(String what, int count, @Nullable BigDecimal month, String basis) {
    static ItemView of(Bill.Item item) {
      return new ItemView(item.what(), item.count(), item.month().orElse(null), item.basis());
    }
  }

  /// A right that stays.
  public record StayingRightView(String who, String may, String why) {
    static StayingRightView of(Standing right) {
      return new StayingRightView(right.who(), right.may(), right.why());
    }
  }

  /// How one door is taken back.
  public record WayBackView(String door, List<String> commands, String hint) {
    static WayBackView of(Teardown way) {
      return new WayBackView(way.door(), way.commands(), way.hint());
    }
  }

  /// It as a file.
  public record PageView(String file, String mediaType, String text) {}

  static OutlookView of(Doors doors, String cloud, Optional<Site> site) {
    if (Offer.of(cloud) instanceof Offer.Unsupported(String why)) {
      throw ProblemException.conflict(DoorViews.sentence(why));
    }
    return doors
        .outlook(cloud, site)
        .map(OutlookView::of)
        .orElseThrow(() -> DoorViews.notTold(doors.missing().orElse("its addresses")));
  }
}
