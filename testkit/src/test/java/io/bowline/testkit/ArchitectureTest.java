package io.bowline.testkit;

class ArchitectureTest extends HouseTest {}
