package dev.ostler.supervisor;

import dev.ostler.control.Answer;
import dev.ostler.control.ErrorCode;
import dev.ostler.control.RequestLine;
import dev.ostler.control.SetBy;
import dev.ostler.entrypoint.Connection;
import dev.ostler.linux.Peer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One client on its connection. */
final class ControlConversation {
  /** Taken at a time: what is not taken yet can still be dropped for being too old. */
  private static final int PIECE = 64 << 10;

  private final Connection connection;
  private final SetBy.Control client;
  private final ControlDesk desk;
  private final ControlSession session = new ControlSession();
  private final Map<Long, Reply> replies = new HashMap<>();
  private boolean refused;
  private boolean closed;

  ControlConversation(Connection connection, Peer peer, ControlDesk desk) {
    this.connection = connection;
    this.client = new SetBy.Control(Integer.toUnsignedLong(peer.user()), peer.pid());
    this.desk = desk;
  }

  void refuse(ErrorCode code, String message) {
    refused = true;
    session.refuse(code, message);
    proceed();
  }

  boolean isRefused() {
    return refused;
  }

  void received(byte[] bytes) {
    take(session.received(bytes));
  }

  void inputEnded() {
    take(session.inputEnded());
  }

  private void take(List<RequestLine> requests) {
    for (RequestLine line : requests) {
      if (closed) {
        return; // while it was answered: nobody would end what is begun now
      }
      Reply reply = new Reply(line.id());
      replies.put(line.id(), reply);
      guarded(() -> desk.take(line.request(), reply));
    }
    proceed();
  }

  /** A mistake of ours costs this client, who is told, and nobody else. */
  private void guarded(Runnable action) {
    boolean done =
        desk.net().holds("control", action) || desk.net().holds("control", this::breakOff);
    if (!done) {
      close();
    }
  }

  private void breakOff() {
    refuse(
        ErrorCode.FAILED,
        "cannot go on with this connection: internal error; the supervisor's messages say which");
  }

  /** Says what there is to say, as far as the client takes it. */
  void proceed() {
    boolean taken = true;
    while (taken && !closed && connection.waiting() == 0) {
      byte[] piece = session.take(PIECE);
      taken = piece.length > 0 && connection.write(piece);
    }
    for (long id : session.takeAnswered()) {
      Reply reply = replies.remove(id);
      if (reply != null) {
        reply.end();
      }
    }
    if (session.isHopeless()) {
      close();
    } else if (session.isOver()) {
      connection.finish();
    }
  }

  /** Whether the client leaves unread what it follows. */
  boolean isStuck() {
    return session.hasFallenBehind();
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends it at once. A second call does nothing. */
  void close() {
    closed = true;
    connection.close();
    replies.values().forEach(Reply::end);
    replies.clear();
  }

  /** How a request is answered. What is said too late goes nowhere: its id may be another's. */
  final class Reply {
    private final long id;
    private Runnable ending = () -> {};
    private boolean over;

    private Reply(long id) {
      this.id = id;
    }

    /** Who asks. */
    SetBy.Control client() {
      return client;
    }

    /** Answers, for good if the last of them is a last one. */
    void say(List<? extends Answer> answers) {
      if (!over) {
        guarded(() -> {
          session.answer(id, answers);
          proceed();
        });
      }
    }

    void say(Answer answer) {
      say(List.of(answer));
    }

    /** From now on {@link #tell} is possible; what ends it when nobody is to be told any more. */
    void follow(Runnable end) {
      session.addFollower(id);
      whenOver(end);
    }

    /** Tells who follows. */
    void tell(Answer line) {
      if (!over) {
        guarded(() -> {
          session.follow(id, line);
          proceed();
        });
      }
    }

    /** Does something when the request is answered or the client has gone. */
    void whenOver(Runnable action) {
      if (over) {
        action.run();
      } else {
        ending = action;
      }
    }

    private void end() {
      over = true;
      ending.run();
    }
  }
}
