package io.bowline.bench;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
