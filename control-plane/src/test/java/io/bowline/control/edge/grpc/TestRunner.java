package io.bowline.control.edge.grpc;

import io.bowline.model.id.JobId;
import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Bytes;
import io.bowline.proto.codec.CloudWitness;
import io.bowline.proto.codec.ControlFrameCodec;
import io.bowline.proto.codec.CredentialCodec;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.EnrollmentCodec;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.RunnerFrameCodec;
import io.bowline.proto.codec.ToRunner;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.handover.SealedCredential;
import io.bowline.proto.link.LinkWire;
import io.bowline.proto.link.RunnerLinkGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A runner that does just what a test says.
public final class TestRunner {
  private static final int SECONDS = 60;

  private final int port;
  private final List<X509Certificate> authorities;
  final KeyPair runnerKey = newKey();
  KeyPair key = newKey();
  List<X509Certificate> chain = List.of();
  private String name = "localhost";

  public TestRunner(int port, List<X509Certificate> authorities) {
    this.port = port;
    this.authorities = authorities;
  }

  public PrivateKey privateKey() {
    return key.getPrivate();
  }

  public List<X509Certificate> chain() {
    return chain;
  }

  /// The same runner at another port.
  TestRunner at(int other) {
    var moved = new TestRunner(other, authorities);
    moved.key = key;
    moved.chain = chain;
    return moved;
  }

  /// The same runner at another port, where it asks for a server of this name.
  TestRunner at(int other, String asked) {
    TestRunner moved = at(other);
    moved.name = asked;
    return moved;
  }

  Enrollment.Enrolled enroll(String token) {
    return enroll(token, "");
  }

  Enrollment.Enrolled enroll(String token, String account) {
    return enroll(token, account, "");
  }

  public Enrollment.Enrolled enroll(String token, String account, String region) {
    return enroll(token, account, region, _ -> new CloudWitness.Nobody());
  }

  /// With what the cloud says of it, bound to this enrollment.
  Enrollment.Enrolled enroll(
      String token, String account, String region, Function<String, CloudWitness> witness) {
    Bytes csr = request(key);
    var call =
        new Enrollment.Enroll(
            token,
            csr,
            Bytes.of(runnerKey.getPublic().getEncoded()),
            sign(runnerKey.getPrivate(), Enrollment.enrollProof(token, csr)),
            "0.1.0",
            account,
            region,
            witness.apply(Enrollment.witnessed(token, csr)));
    ManagedChannel channel = channel();
    try {
      Enrollment.Enrolled enrolled =
          EnrollmentCodec.read(
              RunnerLinkGrpc.newBlockingStub(channel).enroll(EnrollmentCodec.write(call)));
      chain = enrolled.certificates().chain();
      return enrolled;
    } finally {
      channel.shutdownNow();
    }
  }

  Enrollment.Enrolled recover(long generation) {
    KeyPair next = newKey();
    Bytes csr = request(next);
    var call =
        new Enrollment.Recover(
            Bytes.of(runnerKey.getPublic().getEncoded()),
            csr,
            generation,
            sign(runnerKey.getPrivate(), Enrollment.recoverProof(generation, csr)),
            "0.1.0");
    ManagedChannel channel = new TestRunner(port, authorities).channel(); // without a certificate
    try {
      Enrollment.Enrolled enrolled =
          EnrollmentCodec.read(
              RunnerLinkGrpc.newBlockingStub(channel).recover(EnrollmentCodec.write(call)));
      key = next;
      chain = enrolled.certificates().chain();
      return enrolled;
    } finally {
      channel.shutdownNow();
    }
  }

  void renew() {
    KeyPair next = newKey();
    ManagedChannel channel = channel();
    try {
      Enrollment.Certificates issued =
          EnrollmentCodec.read(
              RunnerLinkGrpc.newBlockingStub(channel)
                  .renew(EnrollmentCodec.write(new Enrollment.Renew(request(next)))));
      key = next;
      chain = issued.chain();
    } finally {
      channel.shutdownNow();
    }
  }

  /// What its certificate says that it is.
  public Identity.Role role() {
    return identity().role();
  }

  /// Asks for the credential of a job, sealed to this key.
  SealedCredential credential(JobId job, long epoch, HandoverKey to) {
    ManagedChannel channel = channel();
    try {
      var wish = new CredentialCodec.Wish(job, epoch, Bytes.of(to.publicKey()));
      return CredentialCodec.read(
          RunnerLinkGrpc.newBlockingStub(channel).credential(CredentialCodec.write(wish)));
    } finally {
      channel.shutdownNow();
    }
  }

  public Identity identity() {
    try {
      return Identity.parse(
          String.valueOf(chain.getFirst().getSubjectAlternativeNames().iterator().next().get(1)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Begins a stream and says nothing.
  Stream silent() {
    return new Stream(channel());
  }

  /// Begins a stream, says hello and expects a welcome.
  Stream connected(HeldJob... held) throws Exception {
    Stream stream = silent();
    stream.say(hello(LinkProtocol.CAPABILITIES, held));
    stream.await(frame -> frame.body() instanceof ToRunner.Welcome);
    return stream;
  }

  static FromRunner.Hello hello(Set<String> capabilities, HeldJob... held) {
    return new FromRunner.Hello(1, 1, "0.1.0", capabilities, List.of(held), 4, "process-1");
  }

  final class Stream implements AutoCloseable {
    private final ManagedChannel channel;
    private final BlockingClientCall<LinkWire.RunnerFrame, LinkWire.ControlFrame> call;
    long sequence;
    long seen;
    long acked;

    Stream(ManagedChannel channel) {
      this.channel = channel;
      this.call = RunnerLinkGrpc.newBlockingV2Stub(channel).connect();
    }

    long say(FromRunner body) throws InterruptedException, StatusException {
      sequence++;
      call.write(RunnerFrameCodec.write(new Framed<>(sequence, seen, body)));
      return sequence;
    }

    /// Reads until a frame is as wanted.
    Framed<ToRunner> await(Predicate<Framed<ToRunner>> wanted)
        throws InterruptedException, StatusException, TimeoutException {
      while (true) {
        LinkWire.ControlFrame wire = call.read(SECONDS, TimeUnit.SECONDS);
        if (wire == null) {
          throw new IllegalStateException("the stream was closed");
        }
        Framed<ToRunner> frame = ControlFrameCodec.read(wire);
        seen = frame.sequence();
        acked = frame.ack();
        if (wanted.test(frame)) {
          return frame;
        }
      }
    }

    <T extends ToRunner> T await(Class<T> kind)
        throws InterruptedException, StatusException, TimeoutException {
      return kind.cast(await(frame -> kind.isInstance(frame.body())).body());
    }

    /// Reads until the server ends the stream.
    StatusException awaitEnd() throws InterruptedException, TimeoutException {
      try {
        await(_ -> false);
        throw new IllegalStateException("the stream goes on");
      } catch (StatusException e) {
        return e;
      }
    }

    @Override
    public void close() {
      call.cancel("the test is over", null);
      channel.shutdownNow();
    }
  }

  ManagedChannel channel() {
    try {
      var tls =
          GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
              .trustManager(authorities.toArray(X509Certificate[]::new));
      if (!chain.isEmpty()) {
        tls.keyManager(key.getPrivate(), chain.toArray(X509Certificate[]::new));
      }
      return NettyChannelBuilder.forAddress("localhost", port)
          .overrideAuthority(name)
          .sslContext(tls.build())
          .build();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the link says to whoever comes with this certificate.
  public String refusedWith(KeyPair otherKey, List<X509Certificate> otherChain)
      throws InterruptedException, TimeoutException {
    key = otherKey;
    chain = otherChain;
    try (Stream stream = silent()) {
      stream.say(hello(LinkProtocol.CAPABILITIES));
      return EnrollmentTest.reason(stream.awaitEnd());
    } catch (StatusException e) {
      return EnrollmentTest.reason(e);
    }
  }

  /// A signing request as a person makes it with openssl.
  public static String requestPem(KeyPair pair) {
    return "-----BEGIN CERTIFICATE REQUEST-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(request(pair).toArray())
        + "\n-----END CERTIFICATE REQUEST-----\n";
  }

  public static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes sign(PrivateKey with, byte[] bytes) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(with);
      signature.update(bytes);
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes request(KeyPair pair) {
    try {
      var builder =
          new JcaPKCS10CertificationRequestBuilder(
              new X500Principal("CN=whatever"), pair.getPublic());
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      return Bytes.of(builder.build(signer).getEncoded());
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
