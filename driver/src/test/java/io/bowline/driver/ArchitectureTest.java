package io.bowline.driver;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
