package io.bowline.runner.link;

import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Addresses;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/// Who this runner is, for every room that talks to the control plane: artifact pulls, logs,
/// metrics. One context serves for ever; a renewal is seen by its next handshake.
public final class Credentials {
  private final AtomicReference<Optional<LinkState>> state =
      new AtomicReference<>(Optional.empty());
  private final Routes routes = new Routes(System::nanoTime);
  private final CountDownLatch enrolled = new CountDownLatch(1);
  private final SSLContext context = LiveTls.context(() -> present().material());

  /// TLS with this runner's certificate, believing the control plane's authorities only. A
  /// handshake before enrollment fails.
  public SSLContext sslContext() {
    return context;
  }

  /// Waits until the runner is enrolled.
  public boolean await(Duration atMost) throws InterruptedException {
    return enrolled.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Empty until enrolled.
  public Optional<Identity> identity() {
    return state.get().map(known -> known.material().identity());
  }

  /// Whose certificates the control plane's listeners have; empty until enrolled.
  public List<X509Certificate> authorities() {
    return state.get().map(known -> known.material().authorities()).orElse(List.of());
  }

  /// Where the control plane listens; empty until enrolled.
  public Optional<Addresses> addresses() {
    return state.get().map(LinkState::addresses);
  }

  /// The way to one of those listeners that lets through now: its own port, or 443.
  public Routes.Route reach(Addresses.Address address) {
    return routes.to(address);
  }

  /// Which release trust root the vendor signs under, as the control plane says; 0 until enrolled.
  public int trustRootVersion() {
    return state.get().map(LinkState::trustRootVersion).orElse(0);
  }

  void adopt(LinkState next) {
    state.set(Optional.of(next));
    enrolled.countDown();
  }

  Optional<LinkState> state() {
    return state.get();
  }

  private LinkState present() {
    return state
        .get()
        .orElseThrow(() -> new IllegalStateException("this runner is not enrolled yet"));
  }
}
