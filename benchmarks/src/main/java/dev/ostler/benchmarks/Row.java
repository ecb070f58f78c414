package dev.ostler.benchmarks;

import java.util.List;

/** One experiment; it may fill several rows of the table. */
interface Row {
  /** The name for {@code --only}. */
  String name();

  List<Figure> measure(Bench bench) throws Exception;
}
