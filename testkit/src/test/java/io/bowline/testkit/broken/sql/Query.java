package io.bowline.testkit.broken.sql;

import java.sql.Connection;

interface Query {
  Connection connection();
}
