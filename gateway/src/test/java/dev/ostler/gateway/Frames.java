package dev.ostler.gateway;

/** What a client of HTTP/2 says, byte by byte; all requests are of the first stream. */
final class Frames {
  private static final String EMPTY_SETTINGS = "\0\0\0\4\0\0\0\0\0";
  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + EMPTY_SETTINGS;

  /** GET / of shop. */
  static final String GET = "\0\0\11\1\5\0\0\0\1" + "\202\206\204\101\4shop";

  static final String EVENTS = "\0\0\21\1\5\0\0\0\1" + "\202\206\4\7/events\101\4shop";

  /** How much of an answer a client takes who says nothing of that. */
  static final int WINDOW = 65_535;

  /** GET /download?100000000 of shop. */
  static final String DOWNLOAD =
      "\0\0\35\1\5\0\0\0\1" + "\202\206\4\23/download?100000000\101\4shop";

  /** As {@link #DOWNLOAD}, of the next stream. */
  static final String SECOND_DOWNLOAD =
      "\0\0\35\1\5\0\0\0\3" + "\202\206\4\23/download?100000000\101\4shop";

  /** The client takes as much again over its connection. */
  static final String ROOM = "\0\0\4\10\0\0\0\0\0" + "\0\0\377\377";

  /** The client takes as much again of the answer, if its connection has room. */
  static final String ROOM_FOR_ANSWER = "\0\0\4\10\0\0\0\0\1" + "\0\0\377\377";

  /** The beginning of POST /upload of shop. */
  static final String UPLOAD =
      "\0\0\21\1\4\0\0\0\1" + "\203\206\4\7/upload\101\4shop" + "\0\0\3\0\0\0\0\0\1one";

  /** Takes the request back. */
  static final String RESET = "\0\0\4\3\0\0\0\0\1" + "\0\0\0\10";

  /** Says that the client goes away, without an error. */
  static final String GO_AWAY = "\0\0\10\7\0\0\0\0\0" + "\0\0\0\0" + "\0\0\0\0";

  static final String PING = "\0\0\10\6\0\0\0\0\0" + "are you?";
  static final String PONG = "\0\0\10\6\1\0\0\0\0" + "are you?";

  private Frames() {}
}
