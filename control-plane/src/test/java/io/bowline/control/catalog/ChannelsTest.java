package io.bowline.control.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.catalog.CatalogEvent.Kind;
import io.bowline.control.catalog.Promotion.Target;
import io.bowline.model.artifact.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
  private static final OptionalLong ANY = OptionalLong.empty();

  private final Shelf shelf = new Shelf();
  private final Digest one = shelf.release(1);
  private final Digest two = shelf.release(2);
  private final Digest three = shelf.release(3);

  private Promotion promote(String channel, Digest release) {
    return promote(channel, new Target.Release(release), ANY);
  }

  private Promotion promote(String channel, Target target, OptionalLong expected) {
    return promote(new Promotion.Wish(shelf.product, channel, target, false, "", expected));
  }

  private Promotion back(Digest release, boolean back, String reason) {
    var target = new Target.Release(release);
    return promote(new Promotion.Wish(shelf.product, "stable", target, back, reason, ANY));
  }

  private Promotion promote(Promotion.Wish wish) {
    return shelf.channels.promote(wish, "staff/anna");
  }

  private Channel at(String channel) {
    return shelf.channels.find(shelf.product, channel).orElseThrow();
  }

  private Optional<Digest> release(String channel) {
    return at(channel).release().map(ReleaseName::digest);
  }

  private List<CatalogEvent> history(String channel) {
    return shelf.channels.history(shelf.product, channel, ANY, 1_000);
  }

  @Test
  void a_channel_is_made_and_moved_by_digest_by_version_and_after_another_channel() {
    assertThat(promote("candidate", two)).isInstanceOf(Promotion.Moved.class);
    assertThat(promote("stable", new Target.Version("1.0.0"), ANY))
        .isInstanceOf(Promotion.Moved.class);
    assertThat(promote("stable", new Target.SameAs("candidate"), ANY))
        .isInstanceOf(Promotion.Moved.class);

    assertThat(release("stable")).contains(two);
    assertThat(history("stable"))
        .extracting(event -> event.was().map(ReleaseName::version).orElse("-"))
        .containsExactly("1.0.0", "-");
    assertThat(history("stable").getLast())
        .satisfies(first -> {
          assertThat(first.by()).isEqualTo("staff/anna");
          assertThat(first.kind()).isEqualTo(Kind.PROMOTE);
          assertThat(first.became().map(ReleaseName::version)).contains("1.0.0");
        });
    assertThat(shelf.channels.list(Optional.of(shelf.product)))
        .extracting(Channel::name)
        .containsExactly("candidate", "stable");
  }

  @Test
  void what_is_not_there_is_said_by_name() {
    assertThat(promote("stable", new Target.Version("9.9.9"), ANY))
        .isEqualTo(new Promotion.Absent("release: " + shelf.product + " 9.9.9"));
    assertThat(promote("stable", new Shelf().release(1))).isInstanceOf(Promotion.Absent.class);
    assertThat(promote("stable", new Target.SameAs("beta"), ANY))
        .isInstanceOf(Promotion.Absent.class);
    assertThat(shelf.channels.find(shelf.product, "stable")).isEmpty();
  }

  @Test
  void moving_back_needs_the_word_and_a_reason() {
    promote("stable", three);

    for (Promotion refused :
        List.of(back(one, true, ""), back(one, true, " "), back(one, false, "slow"))) {
      assertThat(refused)
          .isInstanceOfSatisfying(
              Promotion.Refused.class,
              because -> assertThat(because.reason()).isEqualTo("channel-moves-back"));
    }
    assertThat(release("stable")).contains(three);

    assertThat(back(one, true, "slow")).isInstanceOf(Promotion.Moved.class);
    assertThat(history("stable").getFirst())
        .satisfies(event -> {
          assertThat(event.kind()).isEqualTo(Kind.BACK);
          assertThat(event.reason()).isEqualTo("slow");
          assertThat(event.was().map(ReleaseName::digest)).contains(three);
          assertThat(event.became().map(ReleaseName::digest)).contains(one);
        });
    ChainLink audited =
        shelf.transactions.inOrg(
            Audit.VENDOR,
            tx ->
                shelf.audit.before(tx, Audit.VENDOR, Long.MAX_VALUE, 200).stream()
                    .filter(link -> link.entry().subject().equals(shelf.product + ":stable"))
                    .findFirst()
                    .orElseThrow());
    assertThat(audited.entry().detail()).contains("\"kind\":\"back\"").contains("slow");
  }

  @Test
  void a_repeat_changes_nothing_whatever_it_expects() {
    promote("stable", two);

    assertThat(promote("stable", new Target.Release(two), OptionalLong.of(0)))
        .isEqualTo(new Promotion.AlreadyThere(at("stable")));

    assertThat(history("stable")).hasSize(1);
  }

  @Test
  void who_has_seen_an_older_state_moves_nothing() {
    promote("stable", one);
    var seen = OptionalLong.of(at("stable").revision());
    promote("stable", two);

    assertThat(promote("stable", new Target.Release(three), seen))
        .isInstanceOfSatisfying(
            Promotion.Outdated.class,
            outdated -> assertThat(outdated.message()).contains("2.0.0").contains("staff/anna"));
    assertThat(release("stable")).contains(two);
    var now = OptionalLong.of(at("stable").revision());
    assertThat(promote("stable", new Target.Release(three), now))
        .isInstanceOf(Promotion.Moved.class);
  }

  @Test
  void of_many_operators_at_once_who_saw_the_same_one_moves_it() throws Exception {
    promote("stable", one);
    var seen = OptionalLong.of(at("stable").revision());
    Digest four = shelf.release(4);

    List<Promotion> became =
        AtOnce.all(
            List.of(two, three, four, two, three, four).stream()
                .<Callable<Promotion>>map(
                    release -> () -> promote("stable", new Target.Release(release), seen))
                .toList());

    assertThat(became.stream().filter(Promotion.Moved.class::isInstance)).hasSize(1);
    // who wanted the same as the first is served by it
    assertThat(became.stream().filter(Promotion.AlreadyThere.class::isInstance)).hasSize(1);
    assertThat(became.stream().filter(Promotion.Outdated.class::isInstance)).hasSize(4);
    assertThat(history("stable")).hasSize(2);
  }

  @Test
  void a_channel_leaves_a_yanked_release_for_the_last_good_one_it_pointed_at() {
    List.of(one, two, three).forEach(release -> promote("stable", release));
    promote("edge", three);
    shelf.yanks().yank(two, "leaks", "staff/bob");

    Yanking yanked = shelf.yanks().yank(three, "crashes", "staff/bob");

    assertThat(yanked)
        .isInstanceOfSatisfying(
            Yanking.Yanked.class,
            done ->
                assertThat(done.moved())
                    .extracting(Channel::name)
                    .containsExactly("edge", "stable"));
    assertThat(release("stable")).contains(one);
    assertThat(at("edge").release()).isEmpty();
    assertThat(at("edge").movedBy()).isEqualTo("staff/bob");
    assertThat(history("stable").getFirst())
        .satisfies(event -> {
          assertThat(event.kind()).isEqualTo(Kind.FALL_BACK);
          assertThat(event.reason()).contains("crashes");
        });
    assertThat(promote("edge", three))
        .isInstanceOfSatisfying(
            Promotion.Refused.class, refused -> assertThat(refused.message()).contains("crashes"));
    assertThat(promote("stable", new Target.SameAs("edge"), ANY))
        .isInstanceOf(Promotion.Absent.class);
  }

  @Test
  void an_empty_channel_goes_on_where_its_history_ends() {
    promote("edge", two);
    shelf.yanks().yank(two, "leaks", "staff/bob");
    long empty = at("edge").revision();

    assertThat(promote("edge", new Target.Release(one), OptionalLong.of(empty)))
        .isInstanceOf(Promotion.Moved.class);

    assertThat(at("edge").revision()).isGreaterThan(empty);
    assertThat(history("edge")).hasSize(3);
  }

  @Test
  void a_yank_is_repeated_without_effect_and_keeps_its_reason() {
    Yanks yanks = shelf.yanks();
    yanks.yank(one, "leaks", "staff/bob");

    assertThat(yanks.yank(one, "leaks", "staff/eve")).isInstanceOf(Yanking.Unchanged.class);
    assertThat(yanks.yank(one, "other", "staff/eve"))
        .isInstanceOfSatisfying(
            Yanking.Refused.class,
            refused -> assertThat(refused.message()).contains("staff/bob").contains("leaks"));
    PublishedRelease release = shelf.catalog.find(one).orElseThrow();
    assertThat(release.yank().orElseThrow().by()).isEqualTo("staff/bob");

    assertThat(yanks.unyank(one, "a mistake", "staff/eve")).isInstanceOf(Yanking.Unyanked.class);
    assertThat(yanks.unyank(one, "a mistake", "staff/eve")).isInstanceOf(Yanking.Unchanged.class);
    assertThat(yanks.history(release, ANY, 10))
        .extracting(event -> event.kind() + " " + event.by() + " " + event.reason())
        .containsExactly("UNYANK staff/eve a mistake", "YANK staff/bob leaks");
    assertThat(promote("stable", one)).isInstanceOf(Promotion.Moved.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatever_is_done_in_any_order_no_channel_points_at_a_yanked_release(long seed) {
    Random random = new Random(seed);
    List<Digest> releases = new ArrayList<>(List.of(one, two, three));
    IntStream.rangeClosed(4, 7).mapToObj(shelf::release).forEach(releases::add);
    Map<String, Optional<Digest>> last = new TreeMap<>();
    for (int step = 0; step < 40; step++) {
      String moment = "step %d of seed %d".formatted(step, seed);
      Digest release = releases.get(random.nextInt(releases.size()));
      String channel = List.of("edge", "stable").get(random.nextInt(2));
      switch (random.nextInt(4)) {
        case 0 -> shelf.yanks().yank(release, "r", "staff/x");
        case 1 -> shelf.yanks().unyank(release, "r", "staff/x");
        default -> {
          var target = new Target.Release(release);
          boolean back = random.nextBoolean();
          promote(new Promotion.Wish(shelf.product, channel, target, back, "r", ANY));
        }
      }
      for (Channel now : shelf.channels.list(Optional.of(shelf.product))) {
        now.release()
            .ifPresent(name ->
                assertThat(shelf.catalog.find(name.digest()).orElseThrow().yanked())
                    .as(moment)
                    .isFalse());
        last.put(now.name(), now.release().map(ReleaseName::digest));
      }
    }
    last.forEach((name, release) -> {
      List<CatalogEvent> events = history(name);
      assertThat(events.getFirst().became().map(ReleaseName::digest)).isEqualTo(release);
      for (int i = 0; i + 1 < events.size(); i++) {
        assertThat(events.get(i).was())
            .as("each event goes on where the one before it ended")
            .isEqualTo(events.get(i + 1).became());
      }
    });
  }

  @Test
  void promotions_and_yanks_at_once_leave_no_channel_on_a_yanked_release() throws Exception {
    List<Callable<Object>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      var target = new Target.Release(List.of(one, two, three).get(i % 3));
      var wish = new Promotion.Wish(shelf.product, "c" + i % 2, target, true, "r", ANY);
      all.add(() -> promote(wish));
    }
    all.add(() -> shelf.yanks().yank(three, "r", "staff/x"));
    all.add(() -> shelf.yanks().yank(two, "r", "staff/x"));

    AtOnce.all(all);

    assertThat(shelf.channels.list(Optional.of(shelf.product)))
        .isNotEmpty()
        .allSatisfy(channel ->
            assertThat(channel.release().map(ReleaseName::digest))
                .isIn(Optional.empty(), Optional.of(one)));
  }
}
