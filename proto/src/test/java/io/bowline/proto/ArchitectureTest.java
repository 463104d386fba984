package io.bowline.proto;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
