package io.bowline.registry.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of the bytes of a digest: under which name they live, and under which names
/// somebody is about to bring them.
///
/// A name is announced here before there are bytes of that name, and lives only if it was announced
/// up to then. So whatever is in the bucket under a name that is not here any more never lives
/// again.
///
/// @param live where they are
/// @param doubted whether a collection looks for links to them at this moment; whoever needs them
///   says so by lifting the doubt
/// @param coming names that were announced, with the moment
/// @param touched when somebody brought them, or lifted a doubt
record Content(
    Optional<DataPointer> live, boolean doubted, Map<String, Instant> coming, Instant touched) {
  static final Content NONE = new Content(Optional.empty(), false, Map.of(), Instant.EPOCH);
  private static final String LIVE = "live";
  private static final String DOUBTED = "doubted";
  private static final String COMING = "coming";

  Content {
    coming = Map.copyOf(coming);
  }

  /// Whether bytes under that name are this content, or are announced to be.
  boolean names(String name) {
    return coming.containsKey(name) || live.filter(data -> data.name().equals(name)).isPresent();
  }

  Content announcing(String name, Instant now) {
    Map<String, Instant> more = new LinkedHashMap<>(coming);
    more.put(name, now);
    return new Content(live, doubted, more, touched);
  }

  Content withdrawing(String name) {
    Map<String, Instant> fewer = new LinkedHashMap<>(coming);
    fewer.remove(name);
    return new Content(live, doubted, fewer, touched);
  }

  /// What was announced before that moment comes no more.
  Content withdrawingBefore(Instant moment) {
    Map<String, Instant> fewer = new LinkedHashMap<>(coming);
    fewer.values().removeIf(moment::isAfter);
    return new Content(live, doubted, fewer, touched);
  }

  Content living(DataPointer data, Instant now) {
    Content settled = withdrawing(data.name());
    return new Content(Optional.of(data), false, settled.coming(), now);
  }

  Content inDoubt() {
    return new Content(live, true, coming, touched);
  }

  Content certain(Instant now) {
    return new Content(live, false, coming, now);
  }

  Content dead() {
    return new Content(Optional.empty(), false, coming, touched);
  }

  /// As an object that is another one each time.
  ///
  /// @param nonce never used before
  byte[] write(String nonce) {
    if (live.isEmpty() && coming.isEmpty()) {
      return Text.REMOVED;
    }
    StringBuilder text = new StringBuilder(nonce).append('\n').append(touched.toEpochMilli());
    live.ifPresent(
        data -> text.append('\n').append(doubted ? DOUBTED : LIVE).append(' ').append(data.text()));
    coming.forEach((name, at) ->
        text.append('\n')
            .append(COMING)
            .append(' ')
            .append(name)
            .append(' ')
            .append(at.toEpochMilli()));
    return Text.write(text.toString());
  }

  static Content read(String key, byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return NONE;
    }
    String[] lines = Text.read(key, bytes).split("\n", -1);
    try {
      Content content =
          new Content(
              Optional.empty(), false, Map.of(), Instant.ofEpochMilli(Long.parseLong(lines[1])));
      for (int i = 2; i < lines.length; i++) {
        content = content.with(lines[i].split(" ", -1));
      }
      return content;
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IOException("the object " + key + " is damaged: it names no data", e);
    }
  }

  private Content with(String[] words) {
    return switch (words[0]) {
      case LIVE, DOUBTED ->
          new Content(
              Optional.of(new DataPointer(words[1], Long.parseLong(words[2]))),
              words[0].equals(DOUBTED),
              coming,
              touched);
      case COMING -> announcing(words[1], Instant.ofEpochMilli(Long.parseLong(words[2])));
      default -> throw new IllegalArgumentException(words[0]);
    };
  }
}
