package io.bowline.control.edge.http.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.catalog.CatalogEvent;
import io.bowline.control.catalog.Channel;
import io.bowline.control.catalog.Channels;
import io.bowline.control.catalog.Promotion;
import io.bowline.control.catalog.Promotion.Target;
import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Channels: named pointers to releases.
@Path("/api/v1/channels")
@Tag(name = "channels")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ChannelResource {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");
  private static final Pattern ETAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

  private final Channels channels;
  private final Caller caller;

  ChannelResource(Channels channels, Caller caller) {
    this.channels = channels;
    this.caller = caller;
  }

  /// Where a channel shall point: exactly one of `release`, `version` and `from`.
  ///
  /// @param release by digest
  /// @param from another channel of the product: where that one points at this moment
  /// @param back whether it may be moved to an older release; then it needs a reason
  public record Move(
      @Nullable String product,
      @Nullable String release,
      @Nullable String version,
      @Nullable String from,
      @Nullable Boolean back,
      @Nullable String reason) {}

  /// A channel as the API shows it.
  ///
  /// @param release absent when it points nowhere, since what it pointed at was yanked
  /// @param revision for `If-Match`
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ChannelView(
      String product,
      String name,
      @Nullable String release,
      @Nullable String version,
      long revision,
      Instant movedAt,
      String movedBy) {
    static ChannelView of(Channel channel) {
      return new ChannelView(
          channel.product(),
          channel.name(),
          channel.release().map(at -> at.digest().toString()).orElse(null),
          channel.release().map(ReleaseName::version).orElse(null),
          channel.revision(),
          channel.movedAt(),
          channel.movedBy());
    }
  }

  /// What somebody did to a channel or a release.
  ///
  /// @param kind `promote`, `back`, `fall-back`, `yank` or `unyank`
  /// @param was the release before, by digest
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EventView(
      long number,
      Instant at,
      String by,
      String kind,
      String product,
      @Nullable String channel,
      @Nullable String was,
      @Nullable String wasVersion,
      @Nullable String became,
      @Nullable String becameVersion,
      String reason) {
    static EventView of(CatalogEvent event) {
      return new EventView(
          event.number(),
          event.at(),
          event.by(),
          event.kind().word(),
          event.product(),
          event.channel().orElse(null),
          event.was().map(before -> before.digest().toString()).orElse(null),
          event.was().map(ReleaseName::version).orElse(null),
          event.became().map(after -> after.digest().toString()).orElse(null),
          event.became().map(ReleaseName::version).orElse(null),
          event.reason());
    }

    static Page<EventView> page(List<CatalogEvent> read, PageRequest page) {
      return Page.of(read, page, EventView::of, event -> Long.toString(event.number()));
    }
  }

  @PUT
  @Path("{name}")
  @Needs(value = Scope.PUBLISH, staff = true)
  @Operation(
      summary = "Point a channel at a release; makes the channel when there is none",
      description =
          "A repeat changes nothing. With If-Match, the ETag of what was seen (\"0\": nothing), a"
              + " channel that somebody else has moved meanwhile is left alone: 412.")
  public RestResponse<ChannelView> move(
      @PathParam("name") String name, Move wish, @HeaderParam("If-Match") @Nullable String seen) {
    Move given = Given.body(wish);
    if (!NAME.matcher(name).matches()) {
      throw ProblemException.invalid("name", "must be a word of a-z, 0-9 and -");
    }
    var wanted =
        new Promotion.Wish(
            Given.field("product", given.product()),
            name,
            target(given),
            Boolean.TRUE.equals(given.back()),
            given.reason() == null ? "" : reason(given.reason()),
            revision(seen));
    return switch (channels.promote(wanted, caller.actor())) {
      case Promotion.Moved(Channel channel) -> shown(channel);
      case Promotion.AlreadyThere(Channel channel) -> shown(channel);
      case Promotion.Absent(String what) -> throw ProblemException.notFound(what);
      case Promotion.Outdated(String message) -> throw ProblemException.outdated(message + ".");
      case Promotion.Refused(String reason, String message) ->
          throw ProblemException.conflict(reason + ": " + message);
    };
  }

  private static Target target(Move given) {
    long ways =
        Stream.of(
                Optional.ofNullable(given.release()),
                Optional.ofNullable(given.version()),
                Optional.ofNullable(given.from()))
            .filter(Optional::isPresent)
            .count();
    if (ways != 1) {
      throw ProblemException.invalid("release", "or version or from: give exactly one of them");
    }
    if (given.version() != null) {
      return new Target.Version(given.version());
    }
    return given.from() != null
        ? new Target.SameAs(given.from())
        : new Target.Release(Given.digest("release", given.release()));
  }

  /// Why something is done, for those who read it later.
  static String reason(@Nullable String given) {
    return Given.bounded("reason", given, 1_000).strip();
  }

  private static OptionalLong revision(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return OptionalLong.empty();
    }
    var etag = ETAG.matcher(ifMatch.strip());
    if (!etag.matches()) {
      throw ProblemException.invalid("If-Match", "must be the ETag of a channel, as \"7\"");
    }
    return OptionalLong.of(Long.parseLong(etag.group(1)));
  }

  private static RestResponse<ChannelView> shown(Channel channel) {
    return RestResponse.ResponseBuilder.ok(ChannelView.of(channel))
        .header(HttpHeaders.ETAG, "\"" + channel.revision() + "\"")
        .build();
  }

  @GET
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "List channels by product and name")
  public Page<ChannelView> list(@QueryParam("product") @Nullable String product) {
    return new Page<>(
        channels.list(Optional.ofNullable(product)).stream().map(ChannelView::of).toList(), null);
  }

  @GET
  @Path("{name}")
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "Show a channel of a product; its ETag is for If-Match")
  public RestResponse<ChannelView> show(
      @PathParam("name") String name, @QueryParam("product") @Nullable String product) {
    return shown(found(Given.field("product", product), name));
  }

  @GET
  @Path("{name}/history")
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "How a channel of a product came where it is, newest first")
  public Page<EventView> history(
      @PathParam("name") String name,
      @QueryParam("product") @Nullable String product,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Channel channel = found(Given.field("product", product), name);
    return EventView.page(
        channels.history(channel.product(), channel.name(), before(page), page.oneMore()), page);
  }

  static OptionalLong before(PageRequest page) {
    return page.after().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Given.id("cursor", page.after(), Long::parseLong));
  }

  private Channel found(String product, String name) {
    return channels
        .find(product, name)
        .orElseThrow(() -> ProblemException.notFound("channel of " + product));
  }
}
