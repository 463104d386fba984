package io.bowline.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.disk.RepositoryFolder;
import io.bowline.registry.manifest.MediaTypes;
import io.bowline.registry.manifest.ReferrersPage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Finding what there is: tags of a repository, referrers of a manifest.
final class ListCalls {
  private final RegistryFolder folder;
  private final Limits limits;

  ListCalls(RegistryFolder folder, Limits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  OciResponse tags(Call call, String repository) throws Refusal, IOException {
    RepositoryFolder where = folder.repository(repository);
    if (!where.known()) {
      throw new Refusal(ErrorCode.NAME_UNKNOWN, "no repository " + repository);
    }
    String last = call.query().first("last").orElse("");
    int entries = pageSize(call);
    List<String> rest = where.tags().stream().filter(tag -> tag.compareTo(last) > 0).toList();
    List<String> page = rest.stream().limit(entries).toList();
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", repository);
    page.forEach(body.putArray("tags")::add);
    OciResponse response =
        OciResponse.of(200, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    if (page.isEmpty() || page.size() == rest.size()) {
      return response;
    }
    return response.with(
        "Link", next("/v2/" + repository + "/tags/list?n=" + entries + "&last=" + page.getLast()));
  }

  OciResponse referrers(Call call, String repository, String subjectText)
      throws Refusal, IOException {
    Digest subject = Call.digest(subjectText);
    Optional<String> wanted = call.query().first("artifactType").filter(type -> !type.isEmpty());
    Optional<String> last = call.query().first("last");
    RepositoryFolder where = folder.repository(repository);
    ReferrersPage page = new ReferrersPage(wanted, limits.pageEntries(), limits.pageBytes());
    Optional<Digest> lastTaken = Optional.empty();
    boolean more = false;
    for (Digest referrer : where.referrers(subject)) {
      boolean seen = last.isPresent() && referrer.toString().compareTo(last.get()) <= 0;
      Optional<String> descriptor = seen ? Optional.empty() : where.referrer(subject, referrer);
      if (descriptor.isPresent() && !page.take(descriptor.get())) {
        more = true;
        break;
      }
      lastTaken = Optional.of(referrer);
    }
    OciResponse response =
        OciResponse.of(200, MediaTypes.INDEX, page.json().getBytes(StandardCharsets.UTF_8));
    wanted.ifPresent(type -> response.with("OCI-Filters-Applied", "artifactType"));
    return more && lastTaken.isPresent()
        ? response.with(
            "Link", next(referrersAddress(repository, subject, wanted, lastTaken.get())))
        : response;
  }

  private static String referrersAddress(
      String repository, Digest subject, Optional<String> wanted, Digest last) {
    String filter =
        wanted
            .map(type -> "artifactType=" + URLEncoder.encode(type, StandardCharsets.UTF_8) + "&")
            .orElse("");
    return "/v2/" + repository + "/referrers/" + subject + "?" + filter + "last=" + last;
  }

  private int pageSize(Call call) throws Refusal {
    Optional<String> wanted = call.query().first("n");
    if (wanted.isEmpty()) {
      return limits.pageEntries();
    }
    if (!wanted.get().matches("\\d{1,9}")) {
      throw new Refusal(400, ErrorCode.UNSUPPORTED, "n is a number of tags");
    }
    return Math.min(limits.pageEntries(), Integer.parseInt(wanted.get()));
  }

  private static String next(String address) {
    return "<" + address + ">; rel=\"next\"";
  }
}
