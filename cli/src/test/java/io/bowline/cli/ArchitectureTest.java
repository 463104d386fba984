package io.bowline.cli;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
