package io.bowline.release;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
