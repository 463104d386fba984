package io.bowline.runner.egress;

import static io.bowline.runner.egress.Part.FINDINGS;
import static io.bowline.runner.egress.Part.MESSAGES;
import static io.bowline.runner.egress.Part.PLAN_DIFFS;
import static io.bowline.runner.egress.RecordType.field;

import io.bowline.runner.egress.RecordType.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What leaves over the link.
final class LinkRecords {
  private static final String WITH_THE_JOB = "with the job, as long as there is the install";
  private static final String NOT_KEPT = "not kept";

  private LinkRecords() {}

  static List<RecordType> all() {
    return List.of(
        enroll(),
        type(
            "renewal",
            "a next certificate",
            "the certificate's end, with the runner",
            field("renew.csr", "certificate request; the key stays")),
        recovery(),
        type(
            "frame",
            "the order of messages on one stream",
            NOT_KEPT,
            field("sequence", "place on the stream"),
            field("ack", "up to which message of the other side everything was handled")),
        hello(),
        type(
            "answer",
            "whether a job is taken",
            WITH_THE_JOB,
            field("answer.job", "id of the job"),
            field("answer.epoch", "which lease of it"),
            field("answer.accepted", "taken"),
            field("answer.declined.reason", "why not")),
        progress(),
        outcome(),
        plan(),
        applied(),
        captured(),
        inspected(),
        removed(),
        providerChecked(),
        clusterChecked(),
        preflighted(),
        fleetProvisioned(),
        credential(),
        heartbeat(),
        findings(),
        readiness(),
        type(
            "state",
            "which jobs the runner has, when it was asked",
            NOT_KEPT,
            field("state.in_flight.job", "id of a job"),
            field("state.in_flight.epoch", "which lease of it")),
        leaving());
  }

  private static RecordType leaving() {
    return type(
        "leaving",
        "that the runner ends the stream on purpose",
        NOT_KEPT,
        field("leaving.reason", "why"));
  }

  private static RecordType type(String name, String purpose, String kept, Field... fields) {
    return new RecordType(name, Door.LINK, purpose, kept, List.of(fields));
  }

  private static RecordType enroll() {
    return type(
        "enrollment",
        "the first certificate of a runner",
        "key, version and certificate's end with the runner; the token as a hash, as used",
        field("enroll.token", "one-time token of the installer"),
        field("enroll.csr", "certificate request; the key stays"),
        field("enroll.runner_key", "public half of the long-lived key"),
        field("enroll.proof", "signature by that key"),
        field("enroll.version", "of the runner"),
        field("enroll.cloud_account", "id of the account that the installer named"),
        field("enroll.region", "that the installer named"),
        field(
            "enroll.aws_question.authorization", "signature of a question to AWS about who signed"),
        field("enroll.aws_question.date", "when it was signed"),
        field(
            "enroll.aws_question.session_token",
            "names the signing role's session; opens nothing without its key, which stays"),
        field(
            "enroll.google_token", "what GCP's metadata server says of the machine, for us alone"),
        field(
            "enroll.azure_token",
            "what Entra ID says of the managed identity; nothing of the account opens with it"));
  }

  private static RecordType recovery() {
    return type(
        "recovery",
        "a certificate for a runner that was away for longer than its own lived",
        "the number, and the certificate's end, with the runner",
        field("recover.runner_key", "public half of the long-lived key"),
        field("recover.csr", "certificate request; the key stays"),
        field("recover.generation", "number of the attempt"),
        field("recover.proof", "signature by the long-lived key"),
        field("recover.version", "of the runner"));
  }

  private static RecordType hello() {
    return type(
        "hello",
        "what begins a stream",
        "version, process and kinds of job with the runner's newest stream",
        field("hello.protocol", "newest version of the protocol that the runner speaks"),
        field("hello.oldest_protocol", "oldest one"),
        field("hello.version", "of the runner"),
        field("hello.capabilities", "what it can do, such as `job.apply`"),
        field("hello.in_flight.job", "id of a job that it has"),
        field("hello.in_flight.epoch", "which lease of it"),
        field("hello.room", "how many more jobs it takes"),
        field("hello.process", "random name of the process"));
  }

  private static RecordType progress() {
    String event = "progress.events.events.";
    return type(
        "progress",
        "how far a job is",
        WITH_THE_JOB,
        field("progress.job", "id of the job"),
        field("progress.epoch", "which lease of it"),
        field(event + "sequence", "number of the event"),
        field(event + "step", "name of the step, as the release names it"),
        field(event + "state", "such as `RUNNING`"),
        field(
            event + "message",
            "one line for people, such as which signatures and bills of materials came with an image (kind, digest, bytes)",
            MESSAGES),
        field(event + "at", "when"));
  }

  private static RecordType outcome() {
    String end = "result.outcome.";
    return type(
        "outcome",
        "how a job ended",
        WITH_THE_JOB,
        field("result.job", "id of the job"),
        field("result.epoch", "which lease of it"),
        field(end + "done", "it did what it was asked"),
        field(end + "failed.reason", "one word, such as `health-timeout`"),
        field(end + "failed.message", "what happened, to what, and what to do", MESSAGES),
        field(end + "failed.retryable", "whether it may work when tried again"),
        field(end + "stopped.reason", "why it was stopped"),
        field(end + "unclear.reason", "why nobody can tell"),
        field("result.report.nothing", "there is nothing else to say"));
  }

  private static RecordType plan() {
    String plan = "result.report.planned.";
    String step = plan + "plan.steps.";
    return type(
        "plan",
        "what would be done, for whoever approves it",
        "with the plan, as long as there is the install",
        field(plan + "plan.id", "of the plan"),
        field(plan + "plan.install", "of the install"),
        field(plan + "plan.release", "digest of the release"),
        field(plan + "plan.stage", "which stage of it"),
        field(step + "name", "of a step"),
        field(step + "component", "name of its component"),
        field(step + "kind", "such as `HELM`"),
        field(step + "action", "such as `UPDATE`"),
        field(step + "after", "names of steps that come before"),
        field(step + "content", "digest of the bytes that will be applied; they stay"),
        field(step + "precondition", "digest of what was seen; that stays"),
        field(step + "diff", "what would change, values redacted", PLAN_DIFFS),
        field(plan + "plan.deferred", "names of components of a later stage"),
        field(plan + "approval_needed", "whether the customer's policy wants a signature"));
  }

  private static RecordType applied() {
    String applied = "result.report.applied.";
    return type(
        "applied",
        "what the install runs after a plan was carried out or returned",
        WITH_THE_JOB + "; release, health, findings and things with the install",
        withHoldings(
            applied,
            field(applied + "release", "digest of the release that runs"),
            field(applied + "components.name", "of a component"),
            field(applied + "components.healthy", "whether it is"),
            field(applied + "components.reason", "why not", MESSAGES),
            field(applied + "returned_because", "component and reason, when it was returned"),
            field(applied + "findings", "what is not as it should be in the cluster", FINDINGS)));
  }

  /// Each thing by its name: what an inventory is made of.
  private static Field[] withHoldings(String report, Field... others) {
    String items = report + "holdings.items.";
    return Stream.concat(
            Stream.of(others),
            Stream.of(
                field(items + "maker", "name of the component that has made a thing"),
                field(items + "kind", "of that thing, such as `aws_s3_bucket`"),
                field(items + "name", "by which it is found in the account"),
                field(items + "holds_data", "whether its kind may hold data; none of it leaves"),
                field(items + "there", "whether it is there"),
                field(items + "why", "why it is there though it was to go", MESSAGES),
                field(items + "size", "of a volume, as `10Gi`"),
                field(report + "holdings.whole", "whether that is all")))
        .toArray(Field[]::new);
  }

  private static RecordType captured() {
    return type(
        "captured",
        "how much a capture of logs took",
        WITH_THE_JOB,
        field("result.report.captured.lines", "lines that were kept to be sent"),
        field("result.report.captured.dropped", "lines that the disk refused"));
  }

  private static RecordType inspected() {
    String inspected = "result.report.inspected.";
    return type(
        "inspected",
        "what the install runs, when it was asked",
        WITH_THE_JOB + "; release, health, findings and things with the install",
        withHoldings(
            inspected,
            field(inspected + "release", "digest of the release that runs"),
            field(inspected + "components.name", "of a component"),
            field(inspected + "components.healthy", "whether it is"),
            field(inspected + "components.reason", "why not", MESSAGES),
            field(inspected + "findings", "what is not as it should be in the cluster", FINDINGS)));
  }

  private static RecordType removed() {
    String removed = "result.report.uninstalled.";
    return type(
        "removed",
        "that an install was taken away, and what of it stays",
        WITH_THE_JOB + "; things with the install",
        withHoldings(removed, field(removed + "left_behind", "what could not be removed")));
  }

  private static RecordType providerChecked() {
    String checked = "result.report.provider_checked.";
    var fields = new ArrayList<Field>();
    for (String part : List.of("credentials.", "permissions.")) {
      fields.add(field(checked + part + "name", "of a check"));
      fields.add(field(checked + part + "result", "such as `FAILED`"));
      fields.add(field(checked + part + "detail", "what was found and what to do, in our words"));
      fields.add(field(checked + part + "actions", "names of permissions that it is about"));
    }
    return type(
        "provider check",
        "what a cloud said of a fleet provider's credentials; by a hosted runner only",
        WITH_THE_JOB + "; the newest with the provider",
        fields.toArray(Field[]::new));
  }

  private static RecordType clusterChecked() {
    var fields = new ArrayList<Field>();
    for (String report : List.of("cluster_checked.", "cluster_bootstrapped.")) {
      String checks = "result.report." + report + "checks.";
      fields.add(field(checks + "name", "of a check"));
      fields.add(field(checks + "result", "such as `FAILED`"));
      fields.add(field(checks + "detail", "what was found and what to do, in our words"));
      fields.add(field(checks + "actions", "names of rights or nodes that it is about"));
    }
    fields.add(
        field("result.report.cluster_bootstrapped.changed", "kinds and names of what was written"));
    return type(
        "cluster check",
        "what was found in a cluster that somebody brings, and which objects of a runner were put there; by a hosted runner only",
        WITH_THE_JOB,
        fields.toArray(Field[]::new));
  }

  private static RecordType preflighted() {
    String seen = "result.report.preflighted.seen.";
    return type(
        "preflight",
        "what a look around where the runner is saw: its ways out, and what its cloud says; when the runner arrives, or somebody asks",
        WITH_THE_JOB + "; the newest with the install",
        field(seen + "check", "what was looked at"),
        field(seen + "verdict", "such as `WARN`"),
        field(seen + "seen", "what there is, in our words, with ids of what it is about", FINDINGS),
        field(seen + "means", "what that is for an install"),
        field(seen + "fix", "what to do"),
        field(seen + "commands", "lines that do it, with the same ids", FINDINGS));
  }

  private static RecordType fleetProvisioned() {
    return type(
        "fleet provisioned",
        "what a fleet stands on in its cloud account; by a hosted runner only",
        WITH_THE_JOB + "; with the fleet",
        field("result.report.fleet_provisioned.outputs.key", "name of an output of the module"),
        field(
            "result.report.fleet_provisioned.outputs.value",
            "such as a cluster's name and address; none is secret"));
  }

  private static RecordType credential() {
    return type(
        "credential",
        "asking for the secret of a job; by a hosted runner only",
        "job, lease, runner, when and the key's digest, with the job; never the secret",
        field("credential.job", "id of the job"),
        field("credential.epoch", "which lease of it"),
        field("credential.public_key", "public half of a key that is made for the call"));
  }

  private static RecordType findings() {
    String all = "findings.findings.";
    String foreign = all + "foreign_image.";
    String blocked = all + "blocked_image.";
    return type(
        "findings",
        "what is not as it should be in the cluster, after every change and at a steady pace",
        "with the install; for 30 days after it was over",
        field("findings.more", "how many there was no room for"),
        field(foreign + "namespace", "of a pod whose image no node could pull again", FINDINGS),
        field(foreign + "workload", "kind and name of what started it", FINDINGS),
        field(foreign + "container", "its name", FINDINGS),
        field(foreign + "pod", "its name", FINDINGS),
        field(foreign + "image", "as the pod names it", FINDINGS),
        field(foreign + "why", "such as that it is not from the customer's registry", FINDINGS),
        field(foreign + "pods", "how many run it so", FINDINGS),
        field(foreign + "since_seconds", "when the oldest of them began", FINDINGS),
        field(blocked + "image", "that the customer's registry keeps back", FINDINGS),
        field(blocked + "digest", "whose scan it is", FINDINGS),
        field(blocked + "why", "in the registry's words", FINDINGS),
        field(blocked + "severities.severity", "such as `CRITICAL`", FINDINGS),
        field(blocked + "severities.count", "as the registry counts them", FINDINGS),
        field(all + "unchecked.check", "which kind was not looked for"),
        field(all + "unchecked.why", "why not", FINDINGS));
  }

  private static RecordType readiness() {
    return type(
        "readiness",
        "whether a Kafka cluster could be created now; by the runner of a fleet, twice a minute",
        "the newest, with the install",
        field("readiness.checks.name", "of a check: storage class, room for a unit, operator"),
        field("readiness.checks.result", "such as `FAILED`"),
        field("readiness.checks.detail", "what is missing and what to do", MESSAGES),
        field("readiness.checks.actions", "names of what it is about", MESSAGES));
  }

  private static RecordType heartbeat() {
    return type(
        "heartbeat",
        "that the runner lives",
        "when the last one came, with the runner's newest stream and the install",
        field("heartbeat.state_digest", "digest over the jobs that it has"),
        field("heartbeat.room", "how many more jobs it takes"));
  }
}
