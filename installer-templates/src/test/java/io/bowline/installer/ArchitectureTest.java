package io.bowline.installer;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
