package dev.ostler.fleet;

import java.io.IOException;
import java.util.function.UnaryOperator;

/** Keeps what is remembered, on disk before anything goes on. Safe for use by several threads. */
interface Journal {
  Recorded recorded();

  void change(UnaryOperator<Recorded> change) throws IOException;
}
