package io.bowline.registry;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
