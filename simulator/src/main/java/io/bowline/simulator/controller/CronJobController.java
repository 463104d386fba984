package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Starts a job whenever the schedule's minute comes.
final class CronJobController implements Controller {
  private static final String KIND = "cronjobs.batch";

  private final Cluster cluster;

  CronJobController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Collection<Key> touched(Change change) {
    return change.key().kind().equals(KIND) ? List.of(change.key()) : List.of();
  }

  @Override
  public Optional<Duration> reconcile(Key key) {
    Optional<ObjectNode> found = cluster.find(key);
    if (found.isEmpty()
        || Meta.deleting(found.get())
        || Tree.at(found.get(), "spec", "suspend").asBoolean(false)) {
      return Optional.empty();
    }
    ObjectNode cron = found.get();
    Instant minute = cluster.now().truncatedTo(ChronoUnit.MINUTES);
    boolean ran =
        Tree.text(cron, "status", "lastScheduleTime").equals(minute.toString())
            || !minute.isAfter(
                Instant.parse(Tree.text(cron, "metadata", "creationTimestamp"))
                    .truncatedTo(ChronoUnit.MINUTES));
    if (!ran && matches(Tree.text(cron, "spec", "schedule"), minute.atZone(ZoneOffset.UTC))) {
      start(cron, minute);
    }
    return Optional.of(Duration.between(cluster.now(), minute.plusSeconds(60)).plusMillis(10));
  }

  private void start(ObjectNode cron, Instant minute) {
    ObjectNode job = Tree.object();
    job.put("apiVersion", "batch/v1").put("kind", "Job");
    ObjectNode metadata = job.putObject("metadata");
    metadata.put("name", Meta.name(cron) + "-" + minute.getEpochSecond() / 60);
    for (String field : List.of("labels", "annotations")) {
      if (Tree.has(cron, "spec", "jobTemplate", "metadata", field)) {
        metadata.set(field, Tree.at(cron, "spec", "jobTemplate", "metadata", field).deepCopy());
      }
    }
    job.set("spec", Tree.at(cron, "spec", "jobTemplate", "spec").deepCopy());
    Meta.own(job, cron);
    cluster.create("jobs.batch", Meta.namespace(cron), job);
    ObjectNode status =
        Tree.at(cron, "status") instanceof ObjectNode there ? there.deepCopy() : Tree.object();
    status.put("lastScheduleTime", minute.toString());
    cluster.status(KIND, cron, status);
  }

  static boolean matches(String schedule, ZonedDateTime at) {
    List<String> fields = List.of(schedule.trim().split(" +", -1));
    return fields.size() == 5
        && field(fields.get(0), at.getMinute())
        && field(fields.get(1), at.getHour())
        && field(fields.get(2), at.getDayOfMonth())
        && field(fields.get(3), at.getMonthValue())
        && field(fields.get(4), at.getDayOfWeek().getValue() % 7);
  }

  private static boolean field(String field, int value) {
    for (String part : field.split(",", -1)) {
      int slash = part.indexOf('/');
      int every = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
      String range = slash < 0 ? part : part.substring(0, slash);
      int dash = range.indexOf('-');
      int from =
          range.equals("*") ? 0 : Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int to =
          range.equals("*")
              ? Integer.MAX_VALUE
              : dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
      if (value >= from && value <= to && (value - from) % every == 0) {
        return true;
      }
    }
    return false;
  }
}
