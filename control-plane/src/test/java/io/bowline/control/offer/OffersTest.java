package io.bowline.control.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.audit.AuditEntry;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.catalog.Promotion;
import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.catalog.Shelf;
import io.bowline.control.install.Creation;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.NewInstall;
import io.bowline.control.job.Bench;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OffersTest {
  private final Bench bench = new Bench();
  private final Shelf shelf = new Shelf();
  private final Digest one = shelf.release(1);
  private final Digest two = shelf.release(2);
  private final Offers offers = TestOffers.on(bench.transactions, shelf.catalog, bench.audit);
  private final InstallRecord install = install("one");

  OffersTest() {
    shelf.catalog.entitle(bench.org, shelf.product, "test");
  }

  private InstallRecord install(String name) {
    var wish = new NewInstall(name, shelf.product, "byok", "1", "eu", Map.of());
    return ((Creation.Created) bench.installs.create(bench.org, wish, "test")).install();
  }

  private void promote(String channel, Digest release) {
    var target = new Promotion.Target.Release(release);
    shelf.channels.promote(
        new Promotion.Wish(shelf.product, channel, target, false, "", OptionalLong.empty()), "t");
  }

  private Pinning pin(Optional<InstallRecord> of, Pinning.Target target) {
    return pin(bench.org, of, target);
  }

  private Pinning pin(OrgId org, Optional<InstallRecord> of, Pinning.Target target) {
    var wish = new Pinning.Wish(shelf.product, of.map(InstallRecord::id), target, "a freeze");
    return offers.pin(org, wish, "token/x");
  }

  private void unpin(Optional<InstallRecord> of) {
    offers.unpin(new PinStore.Key(bench.org, shelf.product, of.map(InstallRecord::id)), "token/x");
  }

  private Optional<Digest> offered() {
    return offers.offer(install).release().map(ReleaseName::digest);
  }

  private Admission admit(Digest release) {
    return bench.transactions.inOrg(bench.org, tx -> offers.admit(tx, install, release));
  }

  @Test
  void of_whom_nothing_was_said_follows_stable() {
    assertThat(offers.offer(install))
        .isEqualTo(
            new Offer(
                Optional.empty(),
                "following the usual channel, stable, which is not there",
                Optional.empty()));
    promote("stable", one);
    assertThat(offered()).contains(one);
    promote("stable", two);
    assertThat(offered()).contains(two);
  }

  @Test
  void what_is_said_of_the_install_counts_before_what_is_said_of_its_organization() {
    promote("stable", two);
    promote("edge", two);
    pin(Optional.empty(), new Pinning.Target.Version("1.0.0"));
    assertThat(offered()).contains(one);

    assertThat(pin(Optional.of(install), new Pinning.Target.Channel("edge")))
        .isInstanceOf(Pinning.Pinned.class);
    assertThat(offered()).contains(two);
    assertThat(offers.offer(install).because())
        .isEqualTo("following the channel edge, which points at 2.0.0");

    unpin(Optional.of(install));
    assertThat(offered()).contains(one);
    assertThat(offers.whole(bench.org)).hasSize(1);
    unpin(Optional.empty());
    unpin(Optional.empty());
    assertThat(offered()).contains(two);
  }

  @Test
  void a_pinned_install_is_brought_to_no_other_release() {
    promote("stable", two);
    pin(Optional.of(install), new Pinning.Target.Release(one));

    assertThat(offered()).contains(one);
    assertThat(admit(two))
        .isInstanceOfSatisfying(
            Admission.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo("install-pinned");
              assertThat(refused.message()).contains("1.0.0").contains("token/x", "a freeze");
            });
    assertThat(admit(one)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void who_follows_a_channel_may_still_be_brought_elsewhere_on_purpose() {
    promote("stable", one);
    pin(Optional.of(install), new Pinning.Target.Channel("stable"));

    assertThat(admit(two)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void a_pin_to_a_release_that_is_yanked_offers_nothing() {
    pin(Optional.of(install), new Pinning.Target.Release(one));
    shelf.yanks().yank(one, "it leaks", "staff/bob");

    assertThat(offers.offer(install).release()).isEmpty();
    assertThat(offers.offer(install).because()).contains("pinned to 1.0.0").contains("it leaks");
    assertThat(pin(Optional.empty(), new Pinning.Target.Release(one)))
        .isInstanceOf(Pinning.Refused.class);
    assertThat(admit(one)).isInstanceOf(Admission.Refused.class);
  }

  @Test
  void what_an_organization_is_not_entitled_to_is_not_there_for_its_pins() {
    OrgId other = new Bench().org;
    promote("stable", one);
    for (Pinning.Target target :
        List.of(
            new Pinning.Target.Release(one),
            new Pinning.Target.Version("1.0.0"),
            new Pinning.Target.Channel("stable"))) {
      assertThat(pin(other, Optional.empty(), target)).isInstanceOf(Pinning.Absent.class);
    }
    assertThat(pin(Optional.empty(), new Pinning.Target.Channel("nightly")))
        .isInstanceOf(Pinning.Absent.class);
    assertThat(pin(Optional.empty(), new Pinning.Target.Release(new Shelf().release(1))))
        .isInstanceOf(Pinning.Absent.class);
    assertThat(shelf.catalog.openTo(other, Optional.empty(), Optional.empty(), 10)).isEmpty();
    assertThat(shelf.channels.openTo(other)).isEmpty();
    assertThat(shelf.catalog.openTo(bench.org, Optional.empty(), Optional.empty(), 10)).hasSize(2);
    assertThat(shelf.channels.openTo(bench.org)).hasSize(1);
  }

  @Test
  void pins_are_audited_once() {
    pin(Optional.of(install), new Pinning.Target.Release(one));
    pin(Optional.of(install), new Pinning.Target.Release(one));
    unpin(Optional.of(install));
    unpin(Optional.of(install));

    List<ChainLink> audited =
        bench.transactions.inOrg(
            bench.org, tx -> bench.audit.before(tx, bench.org, Long.MAX_VALUE, 20));
    assertThat(audited)
        .extracting(ChainLink::entry)
        .extracting(AuditEntry::action)
        .filteredOn(action -> action.endsWith("pin"))
        .containsExactly("install.unpin", "install.pin");
  }
}
