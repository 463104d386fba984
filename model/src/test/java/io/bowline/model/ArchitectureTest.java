package io.bowline.model;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
