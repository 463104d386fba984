package io.bowline.control.edge.grpc;

import io.bowline.control.finding.Findings;
import io.bowline.control.hosted.Handover;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.readiness.Readiness;
import io.bowline.control.runner.Enrollments;
import io.bowline.control.runner.Sessions;

/// The features that a stream of a runner speaks to.
record Rooms(
    Jobs jobs,
    Installs installs,
    Sessions sessions,
    Enrollments enrollments,
    Findings findings,
    Readiness readiness,
    Handover handover) {}
