package dev.ostler.entrypoint;

import java.io.IOException;
import java.util.Optional;

/** What configuration is brought to. For one thread at a time. */
interface Destination extends AutoCloseable {
  /** Prepares content beside the target. */
  StagedConfiguration stage(Source.Content content, long revision) throws IOException;

  /** Puts what was staged last in place. */
  UpdateReport commit() throws IOException;

  /** Puts the version before the live one back in place. */
  void rollBack() throws IOException;

  Optional<String> whyNotAtomic();

  @Override
  void close();
}
