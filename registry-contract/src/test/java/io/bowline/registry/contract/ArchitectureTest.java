package io.bowline.registry.contract;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
