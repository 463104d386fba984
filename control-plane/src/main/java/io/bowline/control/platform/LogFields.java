package io.bowline.control.platform;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import org.jboss.logging.MDC;

/// Ids that every line of the log carries as fields until the work at hand is over. Each request
/// and each event has a thread of its own, with which its fields end.
public final class LogFields {
  private LogFields() {}

  public static void org(OrgId org) {
    MDC.put("org", org.toString());
  }

  public static void install(InstallId install) {
    MDC.put("install", install.toString());
  }

  public static void job(JobId job) {
    MDC.put("job", job.toString());
  }

  /// For threads that go on to other work.
  public static void clear() {
    MDC.remove("org");
    MDC.remove("install");
    MDC.remove("job");
  }
}
