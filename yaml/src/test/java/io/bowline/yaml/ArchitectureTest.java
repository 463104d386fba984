package io.bowline.yaml;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
