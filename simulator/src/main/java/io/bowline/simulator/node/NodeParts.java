package io.bowline.simulator.node;

import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Resources;
import java.util.concurrent.ConcurrentMap;

/// What every pod of the account's nodes shares.
record NodeParts(
    Resources resources,
    World world,
    Pace pace,
    Images images,
    PodEvents events,
    ConcurrentMap<String, ConcurrentMap<String, String>> claims) {}
