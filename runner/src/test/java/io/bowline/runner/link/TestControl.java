package io.bowline.runner.link;

import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Addresses;
import io.bowline.proto.codec.Bytes;
import io.bowline.proto.codec.ControlFrameCodec;
import io.bowline.proto.codec.CredentialCodec;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.EnrollmentCodec;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.RunnerFrameCodec;
import io.bowline.proto.codec.ToRunner;
import io.bowline.proto.handover.SealedCredential;
import io.bowline.proto.link.LinkWire;
import io.bowline.proto.link.RunnerLinkGrpc;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.finding.Board;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.witness.OwnCloud;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/// A control plane's end with real TLS on loopback; answers as the test sets it up.
final class TestControl implements AutoCloseable {
  private static final int SECONDS = 60;

  private final Clock clock;
  final TestAuthority authority;
  private final KeyPair key = Keys.generate();
  private final Server server;
  private final String host;
  final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
  final BlockingQueue<Enrollment> calls = new LinkedBlockingQueue<>();
  volatile Optional<LinkRefusal> refuseEnroll = Optional.empty();
  volatile Optional<LinkRefusal> refuseConnect = Optional.empty();
  volatile Duration life = Duration.ofHours(24);
  volatile Duration heartbeat = Duration.ofSeconds(25);
  volatile Optional<Addresses> addresses = Optional.empty();
  volatile Function<CredentialCodec.Wish, SealedCredential> handover =
      _ -> {
        throw refusal(LinkRefusal.CREDENTIAL_ABSENT);
      };

  TestControl(Clock clock) {
    this(clock, new TestAuthority(clock.instant().minusSeconds(60)), 0);
  }

  /// The same control plane again, at the same port.
  TestControl(Clock clock, TestAuthority authority, int port) {
    this(clock, authority, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /// One that is reached from other machines, by that address.
  static TestControl at(InetAddress address, Clock clock) {
    return new TestControl(
        clock,
        new TestAuthority(clock.instant().minusSeconds(60)),
        new InetSocketAddress(address, 0));
  }

  private TestControl(Clock clock, TestAuthority authority, InetSocketAddress at) {
    this.clock = clock;
    this.authority = authority;
    String address = at.getAddress().getHostAddress();
    host = at.getAddress().isLoopbackAddress() ? "localhost" : address;
    try {
      var tls =
          GrpcSslContexts.configure(
                  SslContextBuilder.forServer(
                      key.getPrivate(), authority.server(key.getPublic(), address)),
                  SslProvider.JDK)
              .clientAuth(ClientAuth.OPTIONAL)
              .trustManager(
                  InsecureTrustManagerFactory.INSTANCE) // tests turn the clock, TLS does not
              .build();
      server =
          NettyServerBuilder.forAddress(at).sslContext(tls).addService(new Calls()).build().start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  Addresses addresses() {
    var here = Addresses.Address.only(host, port());
    return addresses.orElse(new Addresses(here, here, here, here));
  }

  /// Writes the file by which a runner enrolls here.
  Path bootstrap(Path folder) throws IOException {
    String here =
        """
        {"host": "%s", "port": %d, "alternateHost": "", "alternatePort": 0}\
        """
            .formatted(host, port());
    return Files.writeString(
        folder.resolve("bootstrap.json"),
        """
        {"version": 1, "token": "bwle_test", "authorities": "%1$s", "cloudAccount": "4711",
         "addresses": {"link": %2$s, "logs": %2$s, "metrics": %2$s, "artifacts": %2$s}}
        """
            .formatted(Pem.write(List.of(authority.certificate)).replace("\n", "\\n"), here));
  }

  /// A runner's link that enrolls here; not started yet.
  ///
  /// @param itsClock of the runner's machine
  Link link(Path folder, Clock itsClock, Intake intake, Outbox outbox, Egress egress)
      throws IOException {
    var credentials = new Credentials();
    var random = new Random(5);
    return new Link(
        new Certificates(
            new LinkFolder(folder.resolve("link")),
            Optional.of(bootstrap(folder)),
            credentials,
            new CertificateCalls("0.1.0", egress, new OwnCloud(Clock.systemUTC())),
            itsClock),
        new Connector(
            intake,
            outbox,
            new Board(),
            new Greeting("0.1.0", LinkProtocol.CAPABILITIES, "process-1", Identity.Role.RUNNER),
            credentials,
            egress),
        itsClock,
        random,
        new BackOff(random, Duration.ofMillis(20)));
  }

  Stream nextStream() throws InterruptedException {
    Stream stream = streams.poll(SECONDS, TimeUnit.SECONDS);
    if (stream == null) {
      throw new IllegalStateException("no runner came");
    }
    return stream;
  }

  /// Waits for a stream, reads Hello and welcomes.
  Stream welcomed() throws InterruptedException {
    Stream stream = nextStream();
    stream.await(FromRunner.Hello.class);
    stream.say(
        new ToRunner.Welcome(
            1,
            LinkProtocol.CAPABILITIES,
            1,
            heartbeat,
            addresses(),
            7,
            List.of(authority.certificate)));
    return stream;
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static StatusRuntimeException refusal(LinkRefusal why) {
    var trailers = new Metadata();
    trailers.put(
        Metadata.Key.of(LinkProtocol.REASON_TRAILER, Metadata.ASCII_STRING_MARSHALLER), why.word());
    return new StatusRuntimeException(
        Status.UNAUTHENTICATED.withDescription("it is " + why.word()), trailers);
  }

  final class Stream implements StreamObserver<LinkWire.RunnerFrame> {
    private final StreamObserver<LinkWire.ControlFrame> out;
    private final BlockingQueue<Framed<FromRunner>> said = new LinkedBlockingQueue<>();
    long sequence;
    long ack;

    Stream(StreamObserver<LinkWire.ControlFrame> out) {
      this.out = out;
    }

    void say(ToRunner body) {
      sequence++;
      out.onNext(ControlFrameCodec.write(new Framed<>(sequence, ack, body)));
    }

    void end(StatusRuntimeException why) {
      out.onError(why);
    }

    Framed<FromRunner> await(Predicate<Framed<FromRunner>> wanted) throws InterruptedException {
      while (true) {
        Framed<FromRunner> frame = said.poll(SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
          throw new IllegalStateException("the runner did not say it");
        }
        if (wanted.test(frame)) {
          return frame;
        }
      }
    }

    <T extends FromRunner> T await(Class<T> kind) throws InterruptedException {
      return kind.cast(await(frame -> kind.isInstance(frame.body())).body());
    }

    @Override
    public void onNext(LinkWire.RunnerFrame wire) {
      said.add(RunnerFrameCodec.read(wire));
    }

    @Override
    public void onError(Throwable broken) {}

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }

  private final class Calls extends RunnerLinkGrpc.RunnerLinkImplBase {
    @Override
    public void credential(
        LinkWire.CredentialRequest request, StreamObserver<LinkWire.SealedCredential> answer) {
      try {
        answer.onNext(CredentialCodec.write(handover.apply(CredentialCodec.read(request))));
        answer.onCompleted();
      } catch (StatusRuntimeException e) {
        answer.onError(e);
      }
    }

    @Override
    public void enroll(
        LinkWire.EnrollRequest request, StreamObserver<LinkWire.EnrollResponse> answer) {
      Enrollment.Enroll call = EnrollmentCodec.read(request);
      calls.add(call);
      if (refuseEnroll.isPresent()) {
        answer.onError(refusal(refuseEnroll.get()));
      } else {
        enrolled(call.csr(), answer);
      }
    }

    @Override
    public void recover(
        LinkWire.RecoverRequest request, StreamObserver<LinkWire.EnrollResponse> answer) {
      Enrollment.Recover call = EnrollmentCodec.read(request);
      calls.add(call);
      enrolled(call.csr(), answer);
    }

    private void enrolled(Bytes csr, StreamObserver<LinkWire.EnrollResponse> answer) {
      answer.onNext(
          EnrollmentCodec.write(new Enrollment.Enrolled(certificates(csr), addresses(), 7)));
      answer.onCompleted();
    }

    @Override
    public void renew(LinkWire.RenewRequest request, StreamObserver<LinkWire.Certificate> answer) {
      Enrollment.Renew call = EnrollmentCodec.read(request);
      calls.add(call);
      answer.onNext(EnrollmentCodec.write(certificates(call.csr())));
      answer.onCompleted();
    }

    private Enrollment.Certificates certificates(Bytes csr) {
      return new Enrollment.Certificates(
          List.of(authority.certify(csr, clock.instant(), life)), List.of(authority.certificate));
    }

    @Override
    public StreamObserver<LinkWire.RunnerFrame> connect(StreamObserver<LinkWire.ControlFrame> out) {
      var stream = new Stream(out);
      if (refuseConnect.isPresent()) {
        out.onError(refusal(refuseConnect.get()));
      } else {
        streams.add(stream);
      }
      return stream;
    }
  }
}
