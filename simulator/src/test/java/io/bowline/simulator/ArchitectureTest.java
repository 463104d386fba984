package io.bowline.simulator;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
