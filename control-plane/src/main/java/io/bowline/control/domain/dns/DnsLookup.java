package io.bowline.control.domain.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks resolvers one after the other, by UDP, and by TCP where an answer does not fit.
public final class DnsLookup implements Lookup, AutoCloseable {
  private static final int MOST_RECORDS = 64;

  private final List<InetSocketAddress> resolvers;
  private final Duration limit;
  private final NioEventLoopGroup threads =
      new NioEventLoopGroup(1, new DefaultThreadFactory("dns", true));
  private final DnsNameResolver dns;

  /// @param resolvers those of the machine when it is empty
  /// @param limit how long each may take
  public DnsLookup(List<InetSocketAddress> resolvers, Duration limit) {
    this.resolvers = resolvers.isEmpty() ? ofMachine() : List.copyOf(resolvers);
    this.limit = limit;
    dns =
        new DnsNameResolverBuilder(threads.next())
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class)
            .queryTimeoutMillis(limit.toMillis())
            .decodeIdn(false)
            .build();
  }

  private static List<InetSocketAddress> ofMachine() {
    DnsServerAddressStream known =
        DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream("");
    var all = new ArrayList<InetSocketAddress>();
    for (int at = 0; at < known.size(); at++) {
      all.add(known.next());
    }
    return all;
  }

  @Override
  public Told ask(String name, Kind kind) {
    Told told = new Told.Silence("There is no resolver to ask.");
    for (InetSocketAddress resolver : resolvers) {
      told = ask(resolver, name, kind);
      if (!(told instanceof Told.Silence)) {
        return told;
      }
    }
    return told;
  }

  private Told ask(InetSocketAddress resolver, String name, Kind kind) {
    var question = new DefaultDnsQuestion(name + ".", DnsRecordType.valueOf(kind.name()));
    var asked = dns.query(resolver, question);
    try {
      // a little longer than its own, so that it is the one to give up
      AddressedEnvelope<DnsResponse, InetSocketAddress> answer =
          asked.get(limit.toMillis() * 3, TimeUnit.MILLISECONDS);
      try {
        return told(answer.content(), kind);
      } finally {
        answer.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Told.Silence("The question was interrupted.");
    } catch (TimeoutException | ExecutionException e) {
      asked.cancel(true);
      return new Told.Silence("No resolver answered in time.");
    }
  }

  private static Told told(DnsResponse answer, Kind kind) {
    DnsResponseCode code = answer.code();
    if (!code.equals(DnsResponseCode.NOERROR) && !code.equals(DnsResponseCode.NXDOMAIN)) {
      return new Told.Silence("The resolver answered that it cannot tell (%s).".formatted(code));
    }
    List<Told.Entry> entries = entries(answer, DnsSection.ANSWER);
    return entries.stream().anyMatch(entry -> entry.kind().equals(kind.name()))
        ? new Told.Found(entries)
        : new Told.Nothing(zone(answer));
  }

  private static Optional<String> zone(DnsResponse answer) {
    return entries(answer, DnsSection.AUTHORITY).stream()
        .filter(entry -> entry.kind().equals(Kind.SOA.name()))
        .map(Told.Entry::owner)
        .findFirst();
  }

  private static List<Told.Entry> entries(DnsResponse answer, DnsSection section) {
    var entries = new ArrayList<Told.Entry>();
    for (int at = 0; at < Math.min(answer.count(section), MOST_RECORDS); at++) {
      DnsRecord record = answer.recordAt(section, at);
      entries.add(
          new Told.Entry(
              plain(record.name()), record.type().name(), value(record), record.timeToLive()));
    }
    return entries;
  }

  private static String value(DnsRecord record) {
    if (!(record instanceof DnsRawRecord raw)) {
      return "";
    }
    ByteBuf content = raw.content().duplicate();
    return switch (record.type().name()) {
      case "A", "AAAA" -> address(content);
      case "CNAME" -> plain(DefaultDnsRecordDecoder.decodeName(content));
      case "TXT" -> text(content);
      default -> "";
    };
  }

  private static String address(ByteBuf content) {
    byte[] bytes = new byte[content.readableBytes()];
    content.readBytes(bytes);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /// A text is in pieces, each behind its length.
  private static String text(ByteBuf content) {
    var text = new StringBuilder();
    while (content.isReadable()) {
      int length = content.readUnsignedByte();
      if (length > content.readableBytes()) {
        return "";
      }
      text.append(content.readCharSequence(length, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  @Override
  public void close() {
    dns.close();
    var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
