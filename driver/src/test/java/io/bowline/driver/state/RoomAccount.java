package io.bowline.driver.state;

import io.bowline.driver.FakeServer;
import io.bowline.testkit.cloud.Call;
import io.bowline.testkit.cloud.StateRoom;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An account of a cloud whose part for records is not to be had here.
public final class RoomAccount implements StateStoreContract.Account {
  private final FakeServer cloud;
  private final StateRoom room;
  private final StateStore store;
  private final String name;

  /// @param name by which somebody else would have taken it
  public RoomAccount(FakeServer cloud, StateRoom room, StateStore store, String name) {
    this.cloud = cloud;
    this.room = room;
    this.store = store;
    this.name = name;
  }

  /// What comes to a cloud goes to this room first.
  public static void into(FakeServer cloud, StateRoom room) {
    into(cloud, room, _ -> true);
  }

  /// The same for those that are in order; the cloud itself answers the others.
  public static void into(FakeServer cloud, StateRoom room, Predicate<FakeServer.Heard> inOrder) {
    cloud.beside(heard -> inOrder.test(heard) ? answer(room, heard) : Optional.empty());
  }

  private static Optional<FakeServer.Said> answer(StateRoom room, FakeServer.Heard heard) {
    return room.answer(
            new Call(heard.method(), heard.address(), heard.headers()::getFirst, heard.text()))
        .map(said -> {
          var answer = new FakeServer.Said(said.status(), said.type(), said.body());
          for (var header : said.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
          }
          return answer;
        });
  }

  @Override
  public StateStore store() {
    return store;
  }

  @Override
  public void put(String key, String text) {
    room.put(key, text);
  }

  @Override
  public void lock(String note) {
    room.lock(note);
  }

  @Override
  public boolean isLocked() {
    return room.isLocked();
  }

  @Override
  public List<String> all() {
    return room.all();
  }

  @Override
  public List<String> faults() {
    return room.faults();
  }

  @Override
  public boolean occupy() {
    room.occupy(name);
    return true;
  }

  @Override
  public boolean forbid() {
    room.forbid();
    return true;
  }

  @Override
  public void close() {
    cloud.close();
  }
}
