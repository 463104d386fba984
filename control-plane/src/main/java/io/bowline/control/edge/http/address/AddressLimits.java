package io.bowline.control.edge.http.address;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/// Refuses addresses and headers that are longer than anything here needs, before anybody looks
/// where they lead. What is longer than the listener itself reads (application.properties) it
/// refuses with the same status and without a word.
@Singleton
public final class AddressLimits {
  static final int ADDRESS = 8 << 10;
  static final int HEADERS = 32 << 10;

  /// Before all else, images included.
  private static final int ORDER = -2_000;

  void mount(@Observes Router router) {
    router.route().order(ORDER).handler(AddressLimits::look);
  }

  private static void look(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.uri().length() > ADDRESS) {
      refuse(context, 414, "URI too long", "The address may have 8 KiB; send less in its query.");
    } else if (size(request) > HEADERS) {
      refuse(
          context,
          431,
          "Request header fields too large",
          "The headers may have 32 KiB together; send fewer or shorter ones.");
    } else {
      context.next();
    }
  }

  private static int size(HttpServerRequest request) {
    int size = 0;
    for (Map.Entry<String, String> header : request.headers()) {
      size += header.getKey().length() + header.getValue().length();
    }
    return size;
  }

  private static void refuse(RoutingContext context, int status, String title, String detail) {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .toString();
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(body);
  }
}
