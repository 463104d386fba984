package io.bowline.demo;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
