package io.bowline.proto.codec;

import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.belonging.Named;
import io.bowline.proto.wire.JobWire;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// What is in an account, and by what it is called.
final class HoldingsWire {
  private static final int MAX_ERASED = 500;

  private HoldingsWire() {}

  static JobWire.Holdings write(Holdings holdings) {
    return JobWire.Holdings.newBuilder()
        .addAllItems(holdings.items().stream().map(HoldingsWire::write).toList())
        .setWhole(holdings.whole())
        .build();
  }

  static Holdings read(String field, JobWire.Holdings wire) {
    return new Holdings(
        Fields.list(field + ".items", wire.getItemsList(), Holdings.MOST, HoldingsWire::read),
        wire.getWhole());
  }

  /// In an order of their own, since the same spec has to have the same bytes.
  static List<JobWire.Named> write(Set<Named> names) {
    return names.stream()
        .sorted(Comparator.comparing(Named::kind).thenComparing(Named::name))
        .map(one -> JobWire.Named.newBuilder().setKind(one.kind()).setName(one.name()).build())
        .toList();
  }

  static Set<Named> read(String field, List<JobWire.Named> wire) {
    return Set.copyOf(
        Fields.list(
            field,
            wire,
            MAX_ERASED,
            (path, one) ->
                new Named(
                    word(path + ".kind", one.getKind()), word(path + ".name", one.getName()))));
  }

  private static JobWire.Belonging write(Belonging one) {
    return JobWire.Belonging.newBuilder()
        .setMaker(one.maker())
        .setKind(one.kind())
        .setName(one.name())
        .setHoldsData(one.holdsData())
        .setThere(one.there())
        .setWhy(Fields.cut(one.why(), Belonging.LONGEST))
        .setSize(one.size())
        .build();
  }

  private static Belonging read(String path, JobWire.Belonging wire) {
    return new Belonging(
        word(path + ".maker", wire.getMaker()),
        word(path + ".kind", wire.getKind()),
        word(path + ".name", wire.getName()),
        wire.getHoldsData(),
        wire.getThere(),
        Fields.text(path + ".why", wire.getWhy(), Belonging.LONGEST),
        Fields.text(path + ".size", wire.getSize(), Fields.SHORT));
  }

  private static String word(String path, String value) {
    if (value.isBlank()) {
      throw Fields.bad(path, "is missing");
    }
    return Fields.text(path, value, Belonging.LONGEST);
  }
}
