package dev.ostler.control;

/** Why something could not be done. On the wire in lower case, with dashes. */
public enum ErrorCode {
  /** A line is not JSON. */
  BAD_JSON,
  /** A line is JSON, but not a request: a field is missing, unknown, or has a wrong value. */
  BAD_REQUEST,
  /** There is no such command. */
  UNKNOWN_COMMAND,
  /** There is no process of that name. */
  UNKNOWN_PROCESS,
  /** Whoever asks may not. The connection is closed. */
  NOT_PERMITTED,
  /** A line is longer than 64 KiB. The connection is closed. */
  LINE_TOO_LONG,
  /** All places for connections are taken. The connection is closed. */
  TOO_MANY_CONNECTIONS,
  /** Too many requests of one connection wait for their answers. */
  TOO_MANY_REQUESTS,
  /** A follower did not read fast enough: lines are lost, and it is not served any more. */
  TOO_SLOW,
  /** The supervisor could not do it. */
  FAILED,
  /** It was not done within the time; it will be yet, or fail. */
  LATE,
  /** The supervisor is ending. */
  ENDING,
  /** Nobody listens, or the socket cannot be reached; found by the client. */
  UNREACHABLE,
  /** There was no answer in time, or the connection broke before it came; found by the client. */
  NO_ANSWER,
  /** What came is not the protocol, or a code that this version does not know. */
  OTHER
}
