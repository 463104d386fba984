package io.bowline.runner.link;

import io.bowline.proto.codec.Addresses;
import io.bowline.proto.codec.Bytes;
import io.bowline.proto.codec.CredentialCodec;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.WireFields;
import io.bowline.proto.handover.Credential;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.handover.Purpose;
import io.bowline.proto.handover.SealedCredential;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.hosted.HandoverException;
import io.bowline.runner.hosted.Handovers;
import io.bowline.runner.intake.Assignment;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks the control plane for the secret of a job, on a connection and with a key of the call's
/// own. What arrives is opened here and handed on; nothing else sees it.
final class CredentialCalls implements Handovers, AutoCloseable {
  private static final long SHORTEST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 2_000;
  private static final int TRIES = 35;

  /// That the job was taken may still be under way, and a control plane that restarts comes back.
  private static final Set<LinkRefusal> PASSING =
      Set.of(LinkRefusal.JOB_NOT_RUNNING, LinkRefusal.BUSY, LinkRefusal.DRAINING);

  private final Credentials credentials;
  private final Egress egress;
  private final Dialer dialer = new Dialer();
  private final CountDownLatch closed = new CountDownLatch(1);

  CredentialCalls(Credentials credentials, Egress egress) {
    this.credentials = credentials;
    this.egress = egress;
  }

  @Override
  public Credential ask(Assignment assignment) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return once(assignment);
      } catch (LinkFailure e) {
        // without a word of the control plane's it was not reached
        boolean passing = e.refusal().map(PASSING::contains).orElse(true);
        if (!passing || tries == TRIES) {
          throw new HandoverException(
              "the control plane hands out no credential: " + e.getMessage(), passing);
        }
        long grown = Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << Math.min(tries, 10));
        Duration wait = e.retryAfter().orElse(Duration.ofMillis(grown));
        if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new HandoverException("the runner stops", true);
        }
      }
    }
  }

  private Credential once(Assignment assignment) {
    HandoverKey key = HandoverKey.make();
    var wish =
        new CredentialCodec.Wish(assignment.job(), assignment.epoch(), Bytes.of(key.publicKey()));
    var leaves = WireFields.only(CredentialCodec.write(wish), egress::passing);
    LinkState state =
        credentials.state().orElseThrow(() -> LinkFailure.local("not enrolled", "enroll first"));
    Addresses.Address link = state.addresses().link();
    try (Dialer.Dialed dialed = dialer.dial(link, alternate(link), state.material())) {
      SealedCredential sealed =
          CertificateCalls.call(dialed, stub -> CredentialCodec.read(stub.credential(leaves)));
      var purpose =
          new Purpose(state.material().identity().org(), assignment.job(), assignment.epoch());
      return key.open(sealed, purpose);
    } catch (GeneralSecurityException e) {
      throw new HandoverException("what the control plane sealed does not open", false);
    }
  }

  private boolean alternate(Addresses.Address link) {
    return link.hasAlternate()
        && credentials
            .reach(link)
            .equals(new Routes.Route(link.alternateHost(), link.alternatePort()));
  }

  @Override
  public void close() {
    closed.countDown();
    dialer.close();
  }
}
