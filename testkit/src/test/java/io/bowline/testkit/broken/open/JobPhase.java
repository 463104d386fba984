package io.bowline.testkit.broken.open;

interface JobPhase {}
