package io.bowline.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.manifest.MediaTypes;
import io.bowline.registry.manifest.ReferrersPage;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Storage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Finding what there is: tags of a repository, referrers of a manifest.
final class ListCalls {
  private final Storage storage;
  private final Limits limits;

  ListCalls(Storage storage, Limits limits) {
    this.storage = storage;
    this.limits = limits;
  }

  OciResponse tags(Call call, String repository) throws Refusal, IOException {
    Repository where = storage.repository(repository);
    if (!where.known()) {
      throw new Refusal(ErrorCode.NAME_UNKNOWN, "there is no such repository");
    }
    String last = call.query().first("last").orElse("");
    int entries = pageSize(call);
    List<String> oneMore = where.tags(last, entries + 1);
    List<String> page = oneMore.stream().limit(entries).toList();
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", repository);
    page.forEach(body.putArray("tags")::add);
    OciResponse response =
        OciResponse.of(200, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    if (page.isEmpty() || page.size() == oneMore.size()) {
      return response;
    }
    return response.with(
        "Link", next("/v2/" + repository + "/tags/list?n=" + entries + "&last=" + page.getLast()));
  }

  OciResponse referrers(Call call, String repository, String subjectText)
      throws Refusal, IOException {
    Digest subject = Call.digest(subjectText);
    Optional<String> wanted = call.query().first("artifactType").filter(type -> !type.isEmpty());
    ReferrersPage page = new ReferrersPage(wanted, limits.pageEntries(), limits.pageBytes());
    storage
        .repository(repository)
        .referrers(subject, call.query().first("last").orElse(""), page::take);
    OciResponse response =
        OciResponse.of(200, MediaTypes.INDEX, page.json().getBytes(StandardCharsets.UTF_8));
    wanted.ifPresent(type -> response.with("OCI-Filters-Applied", "artifactType"));
    page.goesOnBehind()
        .map(last -> next(referrersAddress(repository, subject, wanted, last)))
        .ifPresent(link -> response.with("Link", link));
    return response;
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
