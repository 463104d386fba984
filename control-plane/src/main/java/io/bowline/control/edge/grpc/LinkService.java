package io.bowline.control.edge.grpc;

import io.bowline.control.hosted.Handover;
import io.bowline.control.runner.Admission;
import io.bowline.proto.codec.CredentialCodec;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.EnrollmentCodec;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.MalformedMessageException;
import io.bowline.proto.codec.ToRunner;
import io.bowline.proto.handover.SealedCredential;
import io.bowline.proto.link.LinkWire;
import io.bowline.proto.link.RunnerLinkGrpc;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// The calls of the link.
final class LinkService extends RunnerLinkGrpc.RunnerLinkImplBase {
  private static final Logger LOG = Logger.getLogger(LinkService.class);

  /// Those who have no identity yet share a bucket.
  private static final String STRANGERS = "strangers";

  private final Rooms rooms;
  private final StreamTerms terms;
  private final LiveStreams streams;
  private final Buckets streamBuckets;
  private final Buckets certificateBuckets;

  LinkService(
      Rooms rooms,
      StreamTerms terms,
      LiveStreams streams,
      Buckets streamBuckets,
      Buckets certificateBuckets) {
    this.rooms = rooms;
    this.terms = terms;
    this.streams = streams;
    this.streamBuckets = streamBuckets;
    this.certificateBuckets = certificateBuckets;
  }

  @Override
  public void enroll(
      LinkWire.EnrollRequest request, StreamObserver<LinkWire.EnrollResponse> answer) {
    answer(
        answer,
        () -> {
          admit(certificateBuckets, STRANGERS);
          return enrolled(rooms.enrollments().enroll(EnrollmentCodec.read(request)));
        });
  }

  @Override
  public void recover(
      LinkWire.RecoverRequest request, StreamObserver<LinkWire.EnrollResponse> answer) {
    answer(
        answer,
        () -> {
          admit(certificateBuckets, STRANGERS);
          return enrolled(rooms.enrollments().recover(EnrollmentCodec.read(request)));
        });
  }

  @Override
  public void renew(LinkWire.RenewRequest request, StreamObserver<LinkWire.Certificate> answer) {
    answer(
        answer,
        () -> {
          Peer.Known peer = known();
          admit(certificateBuckets, peer.identity().org());
          Admission admission =
              rooms.enrollments().renew(peer.identity(), EnrollmentCodec.read(request));
          return EnrollmentCodec.write(certificates(certified(admission)));
        });
  }

  @Override
  public void credential(
      LinkWire.CredentialRequest request, StreamObserver<LinkWire.SealedCredential> answer) {
    answer(
        answer,
        () -> {
          Peer.Known peer = known();
          admit(certificateBuckets, peer.identity().org());
          return switch (rooms.handover().ask(peer.identity(), CredentialCodec.read(request))) {
            case Handover.Answer.Handed(SealedCredential sealed) -> CredentialCodec.write(sealed);
            case Handover.Answer.Refused(LinkRefusal why, String message) ->
                throw Refusals.of(why, message);
          };
        });
  }

  @Override
  public StreamObserver<LinkWire.RunnerFrame> connect(StreamObserver<LinkWire.ControlFrame> out) {
    var observer = (ServerCallStreamObserver<LinkWire.ControlFrame>) out;
    try {
      Peer.Known peer = known();
      admit(streamBuckets, peer.identity().org());
      return opened(peer, observer);
    } catch (StatusRuntimeException e) {
      out.onError(e);
      return new TurnedAway();
    }
  }

  private Inbound opened(
      Peer.Known peer, ServerCallStreamObserver<LinkWire.ControlFrame> observer) {
    observer.disableAutoRequest();
    var held = new HeldByRunner();
    var outbound =
        new Outbound(
            observer,
            (body, frame) -> {
              if (body instanceof ToRunner.Offer offer) {
                held.sent(offer, frame);
              }
            });
    var session = new StreamSession(peer, rooms, terms, outbound, held, LinkService::beside);
    observer.setOnReadyHandler(outbound::drain);
    var inbound = new Inbound(session, observer, streams, rooms.sessions());
    observer.setOnCancelHandler(inbound::gone);
    observer.request(1);
    return inbound;
  }

  private Enrollment.Certificates certificates(Admission.Certified certified) {
    return new Enrollment.Certificates(List.of(certified.certificate()), terms.authorities().get());
  }

  private static void beside(Runnable look) {
    Thread.ofVirtual().name("link-look").start(look);
  }

  private LinkWire.EnrollResponse enrolled(Admission admission) {
    Admission.Certified certified = certified(admission);
    rooms.installs().heard(certified.identity().org(), certified.identity().install());
    return EnrollmentCodec.write(
        new Enrollment.Enrolled(
            certificates(certified), terms.addresses(), terms.trustRootVersion()));
  }

  private static Admission.Certified certified(Admission admission) {
    return switch (admission) {
      case Admission.Certified certified -> certified;
      case Admission.Refused refused -> throw Refusals.of(refused);
      case Admission.Welcome _ ->
          throw new IllegalStateException("a wish for a certificate was answered with a welcome");
    };
  }

  private Peer.Known known() {
    return switch (Peers.PEER.get()) {
      case Peer.Known peer when !terms.clock().instant().isBefore(peer.until()) ->
          throw Refusals.of(
              LinkRefusal.CERTIFICATE_EXPIRED, "the certificate ended at " + peer.until());
      case Peer.Known peer -> peer;
      case Peer.Unfit(Admission.Refused refused) -> throw Refusals.of(refused);
      case Peer.Nobody() ->
          throw Refusals.of(
              LinkRefusal.CERTIFICATE_MISSING, "this call needs a runner's certificate");
    };
  }

  private static void admit(Buckets buckets, Object key) {
    Optional<Duration> later = buckets.take(key);
    if (later.isPresent()) {
      throw Refusals.later(
          LinkRefusal.BUSY, "too many of this organization's runners at once", later.get());
    }
  }

  private static <T> void answer(StreamObserver<T> answer, Supplier<T> work) {
    try {
      T message = work.get();
      answer.onNext(message);
      answer.onCompleted();
    } catch (MalformedMessageException e) {
      answer.onError(Refusals.of(LinkRefusal.REQUEST_MALFORMED, String.valueOf(e.getMessage())));
    } catch (StatusRuntimeException e) {
      answer.onError(e);
    } catch (RuntimeException e) {
      LOG.errorf(e, "a call of a runner could not be answered");
      answer.onError(
          Refusals.later(
              LinkRefusal.BUSY, "the control plane cannot do this now", Duration.ofSeconds(2)));
    }
  }

  /// Hears nothing: the stream was refused.
  private static final class TurnedAway implements StreamObserver<LinkWire.RunnerFrame> {
    @Override
    public void onNext(LinkWire.RunnerFrame frame) {}

    @Override
    public void onError(Throwable broken) {}

    @Override
    public void onCompleted() {}
  }
}
