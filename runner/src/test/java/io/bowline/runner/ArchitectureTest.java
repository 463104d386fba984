package io.bowline.runner;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
