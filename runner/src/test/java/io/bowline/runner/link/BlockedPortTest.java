package io.bowline.runner.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bowline.proto.codec.Addresses;
import io.bowline.proto.link.LinkWire;
import io.bowline.proto.link.RunnerLinkGrpc;
import io.grpc.StatusRuntimeException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a customer's network may do to the link, with real sockets; each is told in one line that
/// names host, port and protocol and what to do.
@Tag("C49.blocked-port-told")
@Timeout(300)
class BlockedPortTest {
  private final TestAuthority ours = new TestAuthority(Instant.now().minusSeconds(60));
  private final Dialer dialer = new Dialer(Duration.ofSeconds(2));
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    dialer.close();
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void aPortThatRefuses() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(told(port))
        .isEqualTo(
            "localhost:%d refuses the connection: a firewall rejects it, or nothing listens there (open outbound TCP to localhost, port %d, for gRPC over TLS 1.3)"
                .formatted(port, port));
  }

  @Test
  void aPortWhosePacketsAreDropped() throws IOException {
    var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    open.add(full);
    // nobody accepts: when the queue is full, the system drops who knocks
    for (int i = 0; i < 4; i++) {
      var knocking = new Socket();
      open.add(knocking);
      try {
        knocking.connect(full.getLocalSocketAddress(), 300);
      } catch (IOException e) {
        assertThat(e).as("the queue is full").hasMessageContaining("timed out");
      }
    }
    int port = full.getLocalPort();
    assertThat(told(port))
        .isEqualTo(
            "localhost:%d does not answer: what is sent there is dropped on the way (open outbound TCP to localhost, port %d, for gRPC over TLS 1.3)"
                .formatted(port, port));
  }

  @Test
  void aNameThatNobodyKnows() {
    assertThat(told("control-plane.invalid", 9701))
        .startsWith("the name control-plane.invalid cannot be resolved");
  }

  @Test
  void tlsThatIsOpenedOnTheWay() throws Exception {
    var proxy = new TestAuthority(Instant.now().minusSeconds(60));
    int port = http2(proxy);
    assertThat(told(port))
        .startsWith("localhost:%d shows a certificate of '".formatted(port))
        .endsWith(
            "', which is not the control plane's: TLS is opened on the way (exempt localhost:%d from TLS inspection)"
                .formatted(port));
  }

  @Test
  void aProxyThatAnswersWithoutTls() throws IOException {
    int port = plain("HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<html>no</html>");
    assertThat(told(port))
        .isEqualTo(
            "localhost:%d answers without TLS: a proxy or another service is in between (let TCP to localhost, port %d, through as it is: gRPC over TLS 1.3)"
                .formatted(port, port));
  }

  @Test
  void aProxyThatAnswersWithAPageInsteadOfGrpc() throws Exception {
    int port = http2(ours);
    assertThat(told(port))
        .isEqualTo(
            "localhost:%d answers with HTTP 403, not with gRPC: a proxy answers in the control plane's place (let TCP to localhost, port %d, through as it is: gRPC over TLS 1.3)"
                .formatted(port, port));
  }

  private String told(int port) {
    return told("localhost", port);
  }

  /// Enrolls there and gives the line that a runner would print.
  private String told(String host, int port) {
    try (Dialer.Dialed dialed =
        dialer.anonymous(Addresses.Address.only(host, port), false, List.of(ours.certificate))) {
      var refused =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  RunnerLinkGrpc.newBlockingStub(dialed.channel())
                      .withDeadlineAfter(60, TimeUnit.SECONDS)
                      .enroll(LinkWire.EnrollRequest.getDefaultInstance()));
      assertThat(refused).isNotNull();
      String line =
          String.valueOf(
              LinkFailure.from(refused.getStatus(), refused.getTrailers(), dialed.address())
                  .getMessage());
      assertThat(line).doesNotContain("\n");
      return line;
    }
  }

  /// Answers whatever comes with this text.
  private int plain(String answer) throws IOException {
    var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(server);
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (Socket one = server.accept()) {
              one.getInputStream().read();
              one.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
              one.getOutputStream().flush();
              one.shutdownOutput();
              one.getInputStream().readAllBytes();
            } catch (IOException e) {
              // the test is over, or the runner has hung up
            }
          }
        });
    return server.getLocalPort();
  }

  /// Speaks HTTP/2 over TLS, and answers everything with a page.
  private int http2(TestAuthority issuer) throws Exception {
    KeyPair key = Keys.generate();
    var tls =
        SslContextBuilder.forServer(key.getPrivate(), issuer.server(key.getPublic()))
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2))
            .build();
    var loop = new NioEventLoopGroup(1);
    open.add(() -> loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync());
    Channel server =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            tls.newHandler(channel.alloc()),
                            Http2FrameCodecBuilder.forServer().build(),
                            new Http2MultiplexHandler(new Page()));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  @io.netty.channel.ChannelHandler.Sharable
  private static final class Page extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2HeadersFrame) {
        var _ =
            context.writeAndFlush(
                new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers().status("403").set("content-type", "text/html"),
                    true));
      }
      io.netty.util.ReferenceCountUtil.release(message);
    }
  }
}
