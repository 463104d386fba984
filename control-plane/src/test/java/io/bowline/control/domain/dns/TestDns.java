package io.bowline.control.domain.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A resolver on the loopback, by UDP and TCP, which reads and writes the bytes of the protocol by
/// itself.
public final class TestDns implements AutoCloseable {
  private static final int TRUNCATED = 0x0200;
  private static final Map<String, Integer> TYPES =
      Map.of("A", 1, "CNAME", 5, "SOA", 6, "TXT", 16, "AAAA", 28);

  private record Entry(String owner, String type, long ttl, ByteBuffer data) {}

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<String, List<Entry>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String zone = "";
  private volatile int code;
  private volatile boolean silent;
  private volatile boolean small;

  public TestDns() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    tcp = new ServerSocket(0, 10, here);
    udp = new DatagramSocket(tcp.getLocalPort(), here);
    Thread.ofVirtual().start(this::datagrams);
    Thread.ofVirtual().start(this::streams);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  /// The answer to questions of a type about a name, and its part about an owner.
  public void answer(
      String name, String question, String owner, String type, long ttl, String value) {
    answers
        .computeIfAbsent(name + " " + question, _ -> new CopyOnWriteArrayList<>())
        .add(new Entry(owner, type, ttl, ByteBuffer.wrap(data(type, value))));
  }

  public void answer(String name, String type, long ttl, String value) {
    answer(name, type, name, type, ttl, value);
  }

  /// The zone that says that something is not there.
  public void zone(String name) {
    zone = name;
  }

  public void code(int other) {
    code = other;
  }

  public void silent(boolean now) {
    silent = now;
  }

  /// Whether no answer fits into a datagram.
  public void small(boolean now) {
    small = now;
  }

  public List<String> asked() {
    return asked;
  }

  private static byte[] data(String type, String value) {
    var bytes = new ByteArrayOutputStream();
    switch (type) {
      case "A", "AAAA" -> bytes.writeBytes(InetAddress.ofLiteral(value).getAddress());
      case "CNAME" -> bytes.writeBytes(name(value));
      case "TXT" -> {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        int half = text.length / 2;
        bytes.write(half);
        bytes.write(text, 0, half);
        bytes.write(text.length - half);
        bytes.write(text, half, text.length - half);
      }
      case "SOA" -> {
        bytes.writeBytes(name("ns." + value));
        bytes.writeBytes(name("admin." + value));
        bytes.writeBytes(new byte[20]);
      }
      default -> throw new IllegalArgumentException(type);
    }
    return bytes.toByteArray();
  }

  private static byte[] name(String name) {
    var bytes = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      if (!label.isEmpty()) {
        bytes.write(label.length());
        bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
      }
    }
    bytes.write(0);
    return bytes.toByteArray();
  }

  private void datagrams() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        byte[] answer = answered(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), small);
        if (answer.length > 0) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (SocketException e) {
      // closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void streams() {
    try {
      while (true) {
        try (Socket socket = tcp.accept()) {
          var in = new DataInputStream(socket.getInputStream());
          byte[] question = in.readNBytes(in.readUnsignedShort());
          byte[] answer = answered(ByteBuffer.wrap(question), false);
          var out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(answer.length);
          out.write(answer);
          out.flush();
        }
      }
    } catch (SocketException e) {
      // closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] answered(ByteBuffer question, boolean truncated) throws IOException {
    int id = question.getShort() & 0xffff;
    question.position(12);
    var labels = new ArrayList<String>();
    for (int length = question.get(); length > 0; length = question.get()) {
      byte[] label = new byte[length];
      question.get(label);
      labels.add(new String(label, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
    }
    int type = question.getShort();
    String name = String.join(".", labels);
    String kind =
        TYPES.entrySet().stream()
            .filter(each -> each.getValue() == type)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("?");
    asked.add(name + " " + kind);
    if (silent) {
      return new byte[0];
    }
    List<Entry> entries =
        truncated ? List.of() : answers.getOrDefault(name + " " + kind, List.of());
    boolean nothing = entries.isEmpty() && !truncated && code == 0;
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeShort(id);
    out.writeShort(0x8180 | (truncated ? TRUNCATED : 0) | (nothing ? 3 : code));
    out.writeShort(1);
    out.writeShort(entries.size());
    out.writeShort(nothing ? 1 : 0);
    out.writeShort(0);
    out.write(name(name));
    out.writeShort(type);
    out.writeShort(1);
    for (Entry entry : entries) {
      write(out, entry);
    }
    if (nothing) {
      write(out, new Entry(zone, "SOA", 60, ByteBuffer.wrap(data("SOA", zone))));
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Entry entry) throws IOException {
    out.write(name(entry.owner()));
    out.writeShort(TYPES.getOrDefault(entry.type(), 0));
    out.writeShort(1);
    out.writeInt((int) entry.ttl());
    out.writeShort(entry.data().capacity());
    out.write(entry.data().array());
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
