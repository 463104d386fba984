package io.bowline.control.edge.oci;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.artifact.Artifacts;
import io.bowline.control.artifact.Passes;
import io.bowline.control.artifact.Presented;
import io.bowline.control.artifact.Wish;
import io.bowline.control.identity.ClientIdentities;
import io.bowline.registry.Caller;
import io.bowline.registry.OciResponse;
import io.bowline.registry.exchange.ClientGone;
import io.bowline.registry.exchange.Exchange;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/// Hands requests below `/v2/` to the registry, each on a virtual thread of its own.
@Singleton
final class OciRoutes {
  private static final Logger LOG = Logger.getLogger(OciRoutes.class);

  /// Before anything that looks into bodies.
  private static final int ORDER = -1_000;

  private final Artifacts artifacts;
  private final Credentials credentials;
  private final Vertx vertx;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  OciRoutes(Artifacts artifacts, ClientIdentities identities, Vertx vertx) {
    this.artifacts = artifacts;
    this.credentials = new Credentials(identities);
    this.vertx = vertx;
  }

  void mount(@Observes Router router) {
    router.route("/v2/*").order(ORDER).handler(context -> take(context.request()));
  }

  void stop(@Observes ShutdownEvent stopping) {
    threads.shutdownNow();
  }

  private void take(HttpServerRequest request) {
    Exchange exchange = Exchange.of(request, vertx, Exchange.PATIENCE);
    try {
      threads.execute(() -> serve(exchange));
    } catch (RejectedExecutionException stopping) {
      exchange.response().setStatusCode(503).putHeader("Retry-After", "1").end();
    }
  }

  private void serve(Exchange exchange) {
    try {
      Presented presented = credentials.of(exchange.request());
      if (exchange.path().equals("/v2/token")) {
        token(exchange, presented);
      } else {
        registry(exchange, presented);
      }
    } catch (ClientGone gone) {
      LOG.debugf("%s %s: %s", exchange.request().method(), exchange.path(), gone);
      exchange.breakOff();
    } catch (IOException | RuntimeException e) {
      LOG.errorf(e, "%s %s failed", exchange.request().method(), exchange.path());
      fail(exchange);
    }
  }

  private void registry(Exchange exchange, Presented presented) throws IOException {
    Caller caller = artifacts.caller(presented, realm(exchange.request()));
    try (OciResponse answer = artifacts.answer(exchange.asRequest(), caller)) {
      exchange.send(answer);
    }
  }

  /// Where this client gets a pass: the same listener, by the name it was reached under.
  private static String realm(HttpServerRequest request) {
    String scheme = request.scheme() == null ? "https" : request.scheme();
    String host = String.valueOf(request.authority()).replaceAll("[^A-Za-z0-9.:\\[\\]-]", "");
    return scheme + "://" + host + "/v2/token";
  }

  /// The login of docker's token protocol.
  private void token(Exchange exchange, Presented presented) {
    List<Wish> wishes = Wish.read(exchange.request().params().getAll("scope"));
    Optional<Passes.Issued> pass =
        presented instanceof Presented.Directly(var credential)
            ? artifacts.pass(credential, wishes)
            : Optional.empty();
    exchange.response().putHeader("Content-Type", "application/json");
    exchange.response().putHeader("Cache-Control", "no-store");
    if (pass.isEmpty()) {
      exchange
          .response()
          .setStatusCode(401)
          .putHeader("WWW-Authenticate", "Basic realm=\"bowline\"");
      answer(exchange, refusal());
    } else {
      answer(exchange, content(pass.get()));
    }
  }

  private static ObjectNode refusal() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("errors")
        .addObject()
        .put("code", "UNAUTHORIZED")
        .put("message", "log in with any user name and an API token as the password");
    return body;
  }

  private static ObjectNode content(Passes.Issued pass) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("token", pass.text().revealText())
        .put("access_token", pass.text().revealText())
        .put("expires_in", pass.lifeSeconds())
        .put("issued_at", pass.issued().toString());
  }

  private static void answer(Exchange exchange, ObjectNode body) {
    byte[] bytes = body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.response().putHeader("Content-Length", Integer.toString(bytes.length));
    exchange.response().write(io.vertx.core.buffer.Buffer.buffer(bytes));
    exchange.end();
  }

  private static void fail(Exchange exchange) {
    if (exchange.response().headWritten()) {
      exchange.breakOff();
    } else {
      exchange.response().setStatusCode(500).putHeader("Content-Length", "0");
      exchange.end();
    }
  }
}
