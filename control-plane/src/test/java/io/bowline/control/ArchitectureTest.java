package io.bowline.control;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
