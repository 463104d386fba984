package io.bowline.cloud;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
