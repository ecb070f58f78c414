package dev.ostler.engine;

import java.util.List;

/** The images of an engine. */
public interface Images {
  /**
   * Lists all images, without intermediate ones.
   *
   * @return newest first
   * @throws EngineException if the engine does not answer
   */
  List<ImageSummary> list() throws EngineException;
}
