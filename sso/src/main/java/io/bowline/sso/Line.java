package io.bowline.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Calls of identity providers, whose addresses strangers choose: over TLS alone, to addresses that
/// were judged after the one look-up that counts, without redirects, cookies, proxies or a second
/// try, and with an end in bytes and in time.
final class Line implements AutoCloseable {
  private final CloseableHttpClient client;
  private final Limits limits;

  /// What a call may take.
  ///
  /// @param connect for a connection
  /// @param call for the whole of an answer
  /// @param bytes of an answer
  record Limits(Duration connect, Duration call, int bytes) {
    /// Key sets of large providers have some ten thousand bytes.
    static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), 262_144);
  }

  Line(AskedAddresses asked, Names names, SSLContext trust, Limits limits) {
    this.limits = limits;
    Timeout connect = Timeout.of(limits.connect());
    Timeout silence = Timeout.of(limits.call());
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new Judged(asked, names))
            .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
            .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(silence).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(connect)
                    .setSocketTimeout(silence)
                    .build())
            .build();
    client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setConnectionReuseStrategy((request, response, context) -> false)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(silence)
                    .setConnectionRequestTimeout(connect)
                    .build())
            .setUserAgent("bowline")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();
  }

  /// Says where a name leads, and to nobody else but where it may lead.
  private record Judged(AskedAddresses asked, Names names) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      List<InetAddress> known = names.of(host).stream().filter(asked::admits).toList();
      if (known.isEmpty()) {
        throw new NotAsked(host);
      }
      return known.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  /// A name that leads to where nobody is asked.
  private static final class NotAsked extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    NotAsked(String host) {
      super(host);
    }
  }

  /// Fetches a document.
  HTTPResponse get(URI address) throws ProviderFailure {
    var request = new HTTPRequest(HTTPRequest.Method.GET, address);
    request.setAccept("application/json");
    return send(request);
  }

  /// Sends a request, and reads all of the answer.
  HTTPResponse send(HTTPRequest request) throws ProviderFailure {
    URI address = request.getURI();
    if (!IssuerAddress.isHttps(address)) {
      throw new ProviderFailure("The identity provider names an address that is not https.");
    }
    HttpUriRequestBase call = call(request);
    var ended = new CountDownLatch(1);
    Thread.ofVirtual().name("sso-limit").start(() -> endInTime(call, ended));
    try {
      return client.execute(call, response -> answer(address, response));
    } catch (NotAsked e) {
      throw new ProviderFailure(
          "The name %s leads to an address that is not asked from here. The operator can admit its network (bowline.sso.admitted-networks)."
              .formatted(address.getHost()),
          e);
    } catch (UnknownHostException e) {
      throw new ProviderFailure(
          "The name %s is not known. Look at the address of the identity provider."
              .formatted(address.getHost()),
          e);
    } catch (SSLException e) {
      throw new ProviderFailure(
          "The identity provider at %s shows no certificate that is trusted here."
              .formatted(address.getHost()),
          e);
    } catch (TooLong e) {
      throw new ProviderFailure(
          "The identity provider at %s answers more than is read.".formatted(address.getHost()), e);
    } catch (IOException e) {
      throw new ProviderFailure(
          "The identity provider at %s cannot be reached. Look at its address, and try again."
              .formatted(address.getHost()),
          e);
    } finally {
      ended.countDown();
    }
  }

  private void endInTime(HttpUriRequestBase call, CountDownLatch ended) {
    try {
      if (!ended.await(limits.call().toMillis(), TimeUnit.MILLISECONDS)) {
        call.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpUriRequestBase call(HTTPRequest request) {
    var call = new HttpUriRequestBase(request.getMethod().name(), request.getURI());
    request
        .getHeaderMap()
        .forEach((name, values) ->
            ((List<?>) values)
                .forEach(value -> {
                  if (!"Content-Type".equalsIgnoreCase(String.valueOf(name))) {
                    call.addHeader(String.valueOf(name), value);
                  }
                }));
    String body = request.getBody();
    if (body != null) {
      call.setEntity(
          new StringEntity(body, org.apache.hc.core5.http.ContentType.APPLICATION_FORM_URLENCODED));
    }
    return call;
  }

  private HTTPResponse answer(URI address, ClassicHttpResponse response) throws IOException {
    var answer = new HTTPResponse(response.getCode());
    Header type = response.getFirstHeader("Content-Type");
    try {
      if (type != null) {
        answer.setContentType(type.getValue());
      }
    } catch (ParseException e) {
      throw new IOException("the answer of " + address.getHost() + " has no known type", e);
    }
    answer.setBody(body(response.getEntity()));
    return answer;
  }

  private @Nullable String body(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return null;
    }
    try (InputStream content = entity.getContent()) {
      byte[] read = content.readNBytes(limits.bytes() + 1);
      if (read.length > limits.bytes()) {
        throw new TooLong();
      }
      return new String(read, UTF_8);
    }
  }

  /// An answer with more bytes than are read.
  private static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void close() {
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }
}
