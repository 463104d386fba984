package io.bowline.control.edge.oci;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A request of the event loop in the hands of a virtual thread.
record OciExchange(HttpServerRequest request, RequestBody body, ResponseBody answer) {
  /// Takes over a request; on the event loop.
  static OciExchange of(HttpServerRequest request, Vertx vertx) {
    return new OciExchange(
        request,
        RequestBody.of(request, vertx.getOrCreateContext()),
        ResponseBody.of(request.response()));
  }

  HttpServerResponse response() {
    return request.response();
  }

  /// The path as it came, not decoded.
  String path() {
    String uri = request.uri();
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  String query() {
    String uri = request.uri();
    int query = uri.indexOf('?');
    return query < 0 ? "" : uri.substring(query + 1);
  }

  /// The request's headers, first values by lower-case name.
  Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  /// Where this client gets a pass: the same listener, by the name it was reached under.
  String realm() {
    String scheme = request.scheme() == null ? "https" : request.scheme();
    String host = String.valueOf(request.authority()).replaceAll("[^A-Za-z0-9.:\\[\\]-]", "");
    return scheme + "://" + host + "/v2/token";
  }

  /// Ends the answer. A body that was not read to its end is not waited for: the connection goes,
  /// so that a refused upload costs no more than it sent.
  void end() {
    boolean unread = !body.ended() && mayHaveBody();
    if (!unread) {
      response().end();
    } else if (request.version() == HttpVersion.HTTP_2) {
      response().end();
      response().reset();
    } else {
      response().end().onComplete(_ -> request.connection().close());
    }
  }

  /// Breaks off an answer that cannot be completed, so that nobody takes a part for the whole.
  void breakOff() {
    if (!response().reset()) {
      request.connection().close();
    }
  }

  private boolean mayHaveBody() {
    String length = request.getHeader("Content-Length");
    return length == null ? request.getHeader("Transfer-Encoding") != null : !length.equals("0");
  }
}
