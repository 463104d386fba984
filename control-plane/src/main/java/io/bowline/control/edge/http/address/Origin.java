package io.bowline.control.edge.http.address;

import io.bowline.control.audit.Whence;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Optional;

/// Where the present request comes from: the other end of the connection or, behind a proxy that is
/// trusted, whom that one names.
@RequestScoped
public class Origin {
  private final CurrentVertxRequest current;
  private final Proxies proxies;

  public Origin(CurrentVertxRequest current, Proxies proxies) {
    this.current = current;
    this.proxies = proxies;
  }

  /// Address and program, as nobody has proven them.
  public Whence whence() {
    RoutingContext context = current.getCurrent();
    if (context == null) {
      return Whence.NOWHERE;
    }
    HttpServerRequest request = context.request();
    String address = request.remoteAddress().hostAddress();
    String program = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
    List<String> forwarded = request.headers().getAll("X-Forwarded-For");
    return new Whence(proxies.source(address, forwarded), program, "");
  }
}
