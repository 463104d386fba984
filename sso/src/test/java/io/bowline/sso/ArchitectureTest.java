package io.bowline.sso;

import io.bowline.testkit.HouseTest;

class ArchitectureTest extends HouseTest {}
