package io.bowline.registry;

import io.bowline.registry.storage.Storage;
import java.io.IOException;
import java.util.Set;

/// An OCI distribution 1.1 registry: a request and who sent it in, a response out.
///
/// Whoever serves it makes out the caller, writes the response's body and closes it. An exception
/// means that the storage or the connection failed, never that the request was wrong.
public final class Registry {
  private static final String BUSY_SECONDS = "5";
  private static final System.Logger LOG = System.getLogger(Registry.class.getName());

  private final Storage storage;
  private final BlobCalls blobs;
  private final UploadCalls uploads;
  private final ManifestCalls manifests;
  private final ListCalls lists;

  public Registry(Storage storage, Limits limits) {
    this(storage, limits, Quotas.none());
  }

  public Registry(Storage storage, Limits limits, Quotas quotas) {
    this.storage = storage;
    this.blobs = new BlobCalls(storage, quotas);
    this.uploads = new UploadCalls(storage, limits, quotas);
    this.manifests = new ManifestCalls(storage, limits, quotas);
    this.lists = new ListCalls(storage, limits);
  }

  /// Answers one request.
  public OciResponse answer(OciRequest request, Caller caller) throws IOException {
    OciResponse response;
    try {
      Call.admit(caller.now());
      Call call = new Call(request, Query.of(request), caller);
      response = route(call);
    } catch (Refusal e) {
      response = e.response(About.of(request));
    } catch (IOException e) {
      response = trouble(e).response(About.of(request));
    }
    response.with("Docker-Distribution-Api-Version", "registry/2.0");
    return request.method().equals("HEAD") ? response.withoutBody() : response;
  }

  private OciResponse route(Call call) throws Refusal, IOException {
    return switch (Route.of(call.request().path())) {
      case Route.Base _ -> base(call);
      case Route.Blob(String repository, String digest) -> blob(call, repository, digest);
      case Route.NewUpload(String repository) -> {
        call.allow("POST");
        yield uploads.begin(call, repository);
      }
      case Route.OpenUpload(String repository, String id) -> upload(call, repository, id);
      case Route.Manifest(String repository, String reference) ->
          manifest(call, repository, reference);
      case Route.Tags(String repository) -> {
        call.allow("GET");
        call.require(Right.PULL, repository);
        yield lists.tags(call, repository);
      }
      case Route.Referrers(String repository, String digest) -> {
        call.allow("GET");
        call.require(Right.PULL, repository);
        yield lists.referrers(call, repository, digest);
      }
      case Route.Nowhere _ ->
          throw new Refusal(404, ErrorCode.UNSUPPORTED, "the distribution API has no such address");
    };
  }

  /// What can be said of a failure of the storage; what cannot is thrown on.
  private Refusal trouble(IOException failure) throws IOException {
    if (storage.isFull(failure)) {
      LOG.log(System.Logger.Level.ERROR, "There is no room left for artifacts: " + failure);
      return full();
    }
    if (storage.isBusy(failure)) {
      LOG.log(System.Logger.Level.WARNING, "The storage of artifacts does nothing: " + failure);
      return new Refusal(
              503,
              ErrorCode.UNAVAILABLE,
              "the registry's storage does nothing for the moment; try again")
          .with("Retry-After", BUSY_SECONDS);
    }
    throw failure;
  }

  private static Refusal full() {
    return new Refusal(
        ErrorCode.UNAVAILABLE,
        "the registry has no room left; an upload that was begun goes on where it ended once its"
            + " operator has made some, or collected garbage");
  }

  private static OciResponse base(Call call) throws Refusal {
    call.allow("GET");
    Call.admit(call.caller().enter());
    return OciResponse.of(200, "application/json", new byte[] {'{', '}'});
  }

  private OciResponse blob(Call call, String repository, String digest)
      throws Refusal, IOException {
    call.allow("GET", "DELETE");
    if (call.method().equals("DELETE")) {
      call.require(Right.DELETE, repository);
      return blobs.delete(repository, Call.digest(digest));
    }
    call.require(Right.PULL, repository);
    return blobs.get(call, repository, Call.digest(digest));
  }

  private OciResponse upload(Call call, String repository, String id) throws Refusal, IOException {
    call.allow("GET", "PATCH", "PUT", "DELETE");
    call.require(Right.PUSH, repository);
    return switch (call.method()) {
      case "PATCH" -> uploads.append(call, repository, id);
      case "PUT" -> uploads.finish(call, repository, id);
      case "DELETE" -> uploads.cancel(repository, id);
      default -> uploads.status(repository, id);
    };
  }

  private OciResponse manifest(Call call, String repository, String reference)
      throws Refusal, IOException {
    call.allow("GET", "PUT", "DELETE");
    return switch (call.method()) {
      case "PUT" -> {
        call.require(Right.PUSH, repository);
        yield manifests.put(call, repository, reference);
      }
      case "DELETE" -> {
        call.require(Right.DELETE, repository);
        yield manifests.delete(repository, reference);
      }
      default -> {
        call.require(Right.PULL, repository);
        yield manifests.get(call, repository, reference);
      }
    };
  }

  /// The addresses' methods, for servers that must name them.
  public static Set<String> methods() {
    return Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  }
}
